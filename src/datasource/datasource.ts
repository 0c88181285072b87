import type { CoreApp, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import type { HostSettings } from '../engine/host.ts';
import type { SourceDescription } from '../engine/source/description.ts';
import { defaultQuery, isComplete } from './defaults.ts';
import { replaceFilter, replaceSql, replaceText } from './template.ts';
import type { GenAIQuery, Settings } from './types.ts';
import { ValueVariables } from './variables.ts';

export class GenAIDataSource extends DataSourceWithBackend<GenAIQuery, Settings> {
  /** Settings as the engine's preview reads them; the address and the user stay in the backend. */
  readonly hostSettings: HostSettings;
  private readonly templates: TemplateSrv;
  private described: Promise<SourceDescription> | undefined;

  constructor(instance: DataSourceInstanceSettings<Settings>, templates: TemplateSrv = getTemplateSrv()) {
    super(instance);
    this.templates = templates;
    const jsonData: Record<string, unknown> = { ...instance.jsonData };
    this.hostSettings = { url: '', database: instance.jsonData.database ?? '', user: '', jsonData };
    this.annotations = {};
    this.variables = new ValueVariables(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<GenAIQuery> {
    return defaultQuery(app);
  }

  override filterQuery(query: GenAIQuery): boolean {
    return !query.hide && isComplete(query);
  }

  override applyTemplateVariables(query: GenAIQuery, scopedVars: ScopedVars): GenAIQuery {
    if (query.kind === 'sql') {
      return { ...query, sql: replaceSql(query.sql, this.templates, scopedVars) };
    }
    return {
      ...query,
      measures: query.measures.map((measure) =>
        measure.evaluation === undefined
          ? measure
          : { ...measure, evaluation: replaceText(measure.evaluation, this.templates, scopedVars) }
      ),
      filters: (query.filters ?? []).map((filter) => replaceFilter(filter, this.templates, scopedVars)),
    };
  }

  /** What the source's tables look like. Asked once; a failure is asked again. */
  source(): Promise<SourceDescription> {
    this.described ??= this.getResource<SourceDescription>('source').catch((reason: unknown) => {
      this.described = undefined;
      throw reason;
    });
    return this.described;
  }
}
