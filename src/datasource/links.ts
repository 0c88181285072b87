import type { DataFrame, DataLink, DataQueryResponse, Field, TimeRange } from '@grafana/data';
import { FieldType } from '@grafana/data';

import { dimensionOf, type DimensionId } from '../engine/catalogue/dimensions/index.ts';
import { facts, type SpanFactId } from '../engine/catalogue/facts.ts';
import { measures } from '../engine/catalogue/measures/index.ts';
import type { Filter, MeasureQuery, SpansQuery } from '../engine/query/model.ts';
import { countedBy, type Counted } from './counted.ts';
import { defaultSpans } from './defaults.ts';
import { messages } from './messages.ts';
import type { GenAIQuery } from './types.ts';

/** What is listed of the spans behind a number, by its fact. */
const lists: Record<Exclude<SpanFactId, 'requests'>, Pick<SpansQuery, 'groupBy' | 'columns'>> = {
  tools: { groupBy: ['tool', 'error_class'], columns: ['duration', 'failed'] },
  agents: { groupBy: ['agent'], columns: ['duration', 'failed'] },
  guardrails: { groupBy: ['feature', 'verdict'], columns: ['duration', 'failed'] },
  spans: { groupBy: ['operation', 'service'], columns: ['duration', 'failed'] },
};

/** Any score fulfils it: spans without one would fill the rest of the list. */
const isScored: SpansQuery['conditions'] = [{ on: 'column', column: 'score', operator: '>=', value: -1e9 }];

/** What the group of all that are not among the largest may be called, whose spans no filter finds. */
const restOf = /^other( \(rest\))*$/;

/**
 * Has links of an answer open Explore over the time range that was asked about, and gives each group of a measure a link to
 * the spans behind it, with the filters of its query. Grafana's server drops a range that a backend gives its links.
 *
 * `queries` have no variables.
 */
export function withLinks(
  response: DataQueryResponse,
  queries: readonly GenAIQuery[],
  datasourceUid: string,
  range: TimeRange
): DataQueryResponse {
  const asked = new Map(queries.map((query) => [query.refId, query]));
  const rests = restsIn(response.data as DataFrame[]);
  const linked = (frame: DataFrame): DataFrame => {
    const query = asked.get(frame.refId ?? '');
    const first = frame.fields.findIndex(({ type }) => type === FieldType.number);
    return {
      ...frame,
      fields: frame.fields.map((field, index) => {
        const spans =
          query?.kind === 'measure' && index === first ? spansBehind(query, field, rests.get(frame.refId)) : undefined;
        const own = (field.config.links ?? []).map((link) => overRange(link, range));
        const links = spans ? [...own, overRange(toSpans(spans, datasourceUid), range)] : own;
        return links.length === 0 ? field : { ...field, config: { ...field.config, links } };
      }),
    };
  };
  return { ...response, data: (response.data as DataFrame[]).map(linked) };
}

/** The name of the rest in each answer, by refId: where a group is called `other`, it is `other (rest)`, and so on. */
function restsIn(frames: readonly DataFrame[]): Map<string | undefined, string> {
  const rests = new Map<string | undefined, string>();
  for (const { refId, fields } of frames) {
    for (const label of fields.flatMap(({ labels = {} }) => Object.values(labels))) {
      if (restOf.test(label) && label.length > (rests.get(refId)?.length ?? 0)) {
        rests.set(refId, label);
      }
    }
  }
  return rests;
}

const overRange = (link: DataLink, range: TimeRange): DataLink =>
  link.internal ? { ...link, internal: { ...link.internal, range } } : link;

const toSpans = (query: SpansQuery, datasourceUid: string): DataLink => ({
  title: messages.inExplore(facts[query.of?.[0] ?? 'requests'].title),
  url: '',
  internal: { datasourceUid, datasourceName: '', query: { refId: 'A', ...query } },
});

/** Lists the spans that a number of one group is about; undefined if no list of spans is narrowed like the query. */
function spansBehind(query: MeasureQuery, field: Field, rest: string | undefined): SpansQuery | undefined {
  const ref = query.measures.find(({ id, name }) => (name ?? id) === field.name) ?? query.measures[0];
  if (!ref || query.format === 'heatmap' || query.groupBy.length === 0) {
    return undefined;
  }
  const { fact } = measures[ref.id];
  const of: SpanFactId = fact === 'evaluations' ? 'requests' : fact;
  const group = query.groupBy.map((dimension): Filter => ({
    ...{ dimension, operator: 'in' },
    values: [field.labels?.[dimension] ?? ofRow(dimension)],
  }));
  const filters = [...query.filters.filter(({ values }) => values.length > 0), ...group];
  const isSaid = filters.every(({ dimension }) => dimensionOf(dimension).facts.includes(of));
  // A name with a colon would be read as a value's format.
  const isFound = field.labels !== undefined || query.groupBy.every((id) => !id.includes(':'));
  if (!isSaid || !isFound || group.some(({ values }) => rest !== undefined && values[0] === rest)) {
    return undefined;
  }
  const ofScores: Partial<SpansQuery> =
    fact === 'evaluations'
      ? {
          columns: ['score', 'duration', 'cost'],
          conditions: isScored ?? [],
          ...{ orderBy: 'score', direction: 'asc' },
          ...(ref.evaluation === undefined ? {} : { evaluation: ref.evaluation }),
        }
      : {};
  const { filters: own = [], ...shown }: Counted = fact === of ? countedBy(ref) : {};
  const list = { ...defaultSpans(), ...(of === 'requests' ? {} : { of: [of], ...lists[of] }), ...ofScores, ...shown };
  const { columns, orderBy } = list;
  return {
    ...list,
    columns: orderBy === 'time' || columns.includes(orderBy) ? columns : [orderBy, ...columns],
    filters: [...filters, ...own],
  };
}

const ofRow = (dimension: DimensionId): string => `\${__data.fields.${dimension}}`;
