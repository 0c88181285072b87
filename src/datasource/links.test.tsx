import { dateTime, FieldType, type DataFrame, type DataLink, type Field, type TimeRange } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { defaultSpans } from './defaults.ts';
import { withLinks } from './links.ts';
import type { MeasureRef } from '../engine/query/model.ts';
import type { GenAIMeasureQuery, GenAIQuery } from './types.ts';

const range: TimeRange = {
  ...{ from: dateTime(0), to: dateTime(1000) },
  raw: { from: 'now-24h', to: 'now' },
};

const measure = (changes: Partial<GenAIMeasureQuery> = {}): GenAIMeasureQuery => ({
  ...{ refId: 'A', version: 1, kind: 'measure', format: 'timeseries' },
  measures: [{ id: 'cost' }],
  groupBy: ['feature'],
  filters: [
    { dimension: 'team', operator: 'in', values: ['care', 'risk'] },
    { dimension: 'model', operator: 'in', values: [] },
  ],
  ...changes,
});

const number = (name: string, labels?: Record<string, string>, links?: DataLink[]): Field => ({
  ...{ name, type: FieldType.number, values: [1] },
  ...(labels ? { labels } : {}),
  config: links ? { links } : {},
});
const text = (name: string, links: DataLink[] = []): Field => ({
  ...{ name, type: FieldType.string, values: ['x'] },
  config: { links },
});

/** The links of a frame's fields in an answer to the query. */
function linksOf(query: GenAIQuery, ...fields: Field[]): (DataLink[] | undefined)[] {
  const frame: DataFrame = { refId: query.refId, length: 1, fields };
  const { data } = withLinks({ data: [frame] }, [query], 'own', range);
  return (data as DataFrame[]).flatMap((one) => one.fields.map(({ config }) => config.links));
}

const filter = (dimension: string, ...values: string[]) => ({ dimension, operator: 'in', values });

describe('a link to Explore', () => {
  const trace: DataLink = {
    ...{ title: 'Open the trace', url: '' },
    internal: { datasourceUid: 'own', datasourceName: '', query: { refId: 'A', kind: 'trace' } as GenAIQuery },
  };
  const spans: GenAIQuery = { ...defaultSpans(), refId: 'A' };

  it('has the time range that was asked about', () => {
    const [links] = linksOf(spans, text('trace_id', [trace]));
    expect(links).toEqual([{ ...trace, internal: { ...trace.internal, range } }]);
  });

  it('to somewhere else stays as it is', () => {
    const elsewhere = { title: 'Docs', url: 'https://example.com' };
    expect(linksOf(spans, text('trace_id', [elsewhere]))).toEqual([[elsewhere]]);
  });
});

describe('a group of a measure', () => {
  it('leads to its calls, with the filters and the time range of the query', () => {
    const [links] = linksOf(measure(), number('cost', { feature: `it's "chat"/a` }));
    expect(links).toEqual([
      {
        ...{ title: 'Model calls in Explore', url: '' },
        internal: {
          ...{ datasourceUid: 'own', datasourceName: '', range },
          query: {
            ...{ refId: 'A', ...defaultSpans(), orderBy: 'cost' },
            filters: [filter('team', 'care', 'risk'), filter('feature', `it's "chat"/a`)],
          },
        },
      },
    ]);
  });

  const queryOf = (query: GenAIQuery, ...fields: Field[]) =>
    linksOf(query, ...fields).map((links) => links?.[0]?.internal?.query as Record<string, unknown> | undefined);

  it('leads from the first number of its row in a table', () => {
    const table = measure({ format: 'table', groupBy: ['feature', 'model'], filters: [] });
    const [feature, model, cost, requests] = queryOf(
      table,
      text('feature'),
      text('model'),
      number('cost'),
      number('n')
    );
    expect([feature, model, requests]).toEqual([undefined, undefined, undefined]);
    expect(cost?.['filters']).toEqual([
      filter('feature', '${__data.fields.feature}'),
      filter('model', '${__data.fields.model}'),
    ]);
  });

  it('of scores leads to the worst calls, and one of tools to tool calls', () => {
    const scores = measure({ measures: [{ id: 'score_mean', evaluation: 'tone', name: 'score_mean' }] });
    expect(queryOf(scores, number('score_mean', { feature: 'chat' }))).toMatchObject([
      { evaluation: 'tone', orderBy: 'score', direction: 'asc', columns: ['score', 'duration', 'cost'] },
    ]);
    const tools = measure({ measures: [{ id: 'tool_failures' }], groupBy: ['tool'], filters: [] });
    expect(queryOf(tools, number('tool_failures', { tool: 'search' }))).toMatchObject([
      { of: ['tools'], filters: [filter('tool', 'search')], conditions: [{ on: 'failed' }] },
    ]);
  });

  it('leads to the calls that the number counts, and to others of the group only for a number of all', () => {
    const listed = (ref: MeasureRef) => {
      const [query] = queryOf(measure({ measures: [ref], filters: [] }), number(ref.id, { feature: 'chat' }));
      const { filters, conditions, orderBy } = query ?? {};
      return { filters: (filters as unknown[]).slice(1), conditions, orderBy };
    };
    const { orderBy } = defaultSpans();
    expect(listed({ id: 'requests' })).toEqual({ filters: [], conditions: undefined, orderBy });
    expect(listed({ id: 'error_rate' })).toEqual({ filters: [], conditions: [{ on: 'failed' }], orderBy });
    expect(listed({ id: 'rate_limit_rate' }).filters).toEqual([filter('error_class', 'rate_limit')]);
    expect(listed({ id: 'unpriced_requests' })).toEqual({
      ...{ filters: [filter('cost_source', 'unpriced')], orderBy },
      conditions: [{ on: 'failed', is: false }],
    });
    expect(listed({ id: 'slow_requests', bound: 5 })).toEqual({
      ...{ filters: [], orderBy: 'duration' },
      conditions: [{ on: 'column', column: 'duration', operator: '>', value: 5 }],
    });
    expect(listed({ id: 'latency_p95' }).orderBy).toBe('duration');
  });

  it('that is called other has a link where the rest is called something else', () => {
    const frames = ['other', 'other (rest)'].map((feature): DataFrame => ({
      ...{ refId: 'A', length: 1 },
      fields: [number('cost', { feature })],
    }));
    const { data } = withLinks({ data: frames }, [measure()], 'own', range);
    const links = (data as DataFrame[]).map(({ fields }) => fields[0]?.config.links?.length);
    expect(links).toEqual([1, undefined]);
  });

  it.each<[string, GenAIMeasureQuery, Field]>([
    ['the rest, which no filter finds', measure(), number('cost', { feature: 'other' })],
    ['everything', measure({ groupBy: [] }), number('cost', {})],
    ['a heatmap', measure({ format: 'heatmap' }), number('cost', { feature: 'chat' })],
    ['what spans do not say', measure({ groupBy: ['evaluation'] }), number('cost', { evaluation: 'tone' })],
    ['an attribute of a row', measure({ format: 'table', groupBy: ['attr:app.plan'] }), number('cost')],
  ])('has no link of its own if it is %s', (_, query, field) => {
    expect(linksOf(query, field)).toEqual([undefined]);
  });
});
