import type {
  AdHocVariableFilter,
  CoreApp,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import { map, type Observable } from 'rxjs';

import { isDimension } from '../engine/catalogue/dimensions/index.ts';
import type { HostSettings } from '../engine/host.ts';
import type { PreviewCensus } from '../engine/preview.ts';
import type { Census } from '../engine/source/census.ts';
import type { SourceDescription } from '../engine/source/description.ts';
import { replaceVariables } from '../templating/replace.ts';
import { adHocKeys, filterOf, withAdHoc } from './adhoc.ts';
import { defaultQuery, fillIn, isComplete } from './defaults.ts';
import { withGraph } from './graph.ts';
import { withLinks } from './links.ts';
import { inDashboardsZone } from './timezone.ts';
import type { GenAIQuery, Settings } from './types.ts';
import { loadValues } from './values.ts';
import { ValueVariables } from './variables.ts';

/** How long a census is kept, which is as long as in the backend. */
const censusMs = 600_000;

export class GenAIDataSource extends DataSourceWithBackend<GenAIQuery, Settings> {
  /** The settings for the engine's preview; the URL and the user stay in the backend. */
  readonly hostSettings: HostSettings;
  private readonly templates: TemplateSrv;
  private readonly settings: Settings;
  private described: Promise<SourceDescription> | undefined;
  private readonly counted = new Map<string, Promise<{ source: SourceDescription; census: Census }>>();

  constructor(instance: DataSourceInstanceSettings<Settings>, templates: TemplateSrv = getTemplateSrv()) {
    super(instance);
    this.templates = templates;
    this.settings = instance.jsonData;
    const jsonData: Record<string, unknown> = { ...instance.jsonData };
    this.hostSettings = { url: '', database: instance.jsonData.database ?? '', user: '', jsonData };
    this.annotations = {};
    this.variables = new ValueVariables(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<GenAIQuery> {
    return defaultQuery(app);
  }

  override filterQuery(query: GenAIQuery): boolean {
    return !query.hide && isComplete(fillIn(query));
  }

  override query(request: DataQueryRequest<GenAIQuery>): Observable<DataQueryResponse> {
    const targets = request.targets
      .map((query) => inDashboardsZone(fillIn(query, request.app as CoreApp), request.timezone, this.settings))
      .flatMap((query) => withGraph(query, request.app));
    const asked = targets.map((query) => this.applyTemplateVariables(query, request.scopedVars, request.filters));
    return super
      .query({ ...request, targets })
      .pipe(map((response) => withLinks(response, asked, this.uid, request.range)));
  }

  override applyTemplateVariables(
    query: GenAIQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): GenAIQuery {
    return withAdHoc(replaceVariables(query, this.templates, scopedVars), filters);
  }

  override getTagKeys(): Promise<MetricFindValue[]> {
    return Promise.resolve(adHocKeys());
  }

  /** The values of a dimension in the time range, among those that the other filters leave. */
  override async getTagValues({
    key,
    filters,
    timeRange,
  }: DataSourceGetTagValuesOptions<GenAIQuery>): Promise<MetricFindValue[]> {
    if (!isDimension(key)) {
      return [];
    }
    const others = filters.filter((filter) => filter.key !== key && filter.value !== '').map(filterOf);
    const values = await loadValues(this, key, timeRange, others);
    return values.map((value) => ({ value, text: value }));
  }

  /** Returns the description of the tables, which is requested once; a failed request is repeated. */
  source(): Promise<SourceDescription> {
    this.described ??= this.getResource<SourceDescription>('source').catch((reason: unknown) => {
      this.described = undefined;
      throw reason;
    });
    return this.described;
  }

  /** Returns the census that a query needs, with the tables; without days, only the tables. A failed request is repeated. */
  census(wanted: PreviewCensus): Promise<{ source: SourceDescription; census: Census | null }> {
    if (wanted.windows.length === 0) {
      return this.source().then((source) => ({ source, census: null }));
    }
    const key = JSON.stringify(wanted);
    const known = this.counted.get(key);
    if (known) {
      return known;
    }
    const forget = () => this.counted.delete(key);
    const asked = this.postResource<{ source: SourceDescription; census: Census }>('census', wanted).catch(
      (reason: unknown) => {
        forget();
        throw reason;
      }
    );
    this.counted.set(key, asked);
    setTimeout(forget, censusMs);
    return asked;
  }
}
