import { expect, test } from 'vitest';
import type { FramePlan } from '../host.ts';
import { withLinks } from './links.ts';

const frame = (...names: string[]): FramePlan => ({
  type: 'table',
  columns: names.map((name) => ({ name, role: 'field', config: { displayNameFromDS: name } })),
});
const linksOf = ({ columns }: FramePlan) =>
  columns.flatMap(({ name, config }) =>
    ((config?.['links'] ?? []) as { internal: object }[]).map((link) => [name, link.internal])
  );
const own = { uid: 'own' };
const plain = { traceLink: undefined };
const query = { version: 1, format: 'table' };
const asking = {};
const internal = { datasourceUid: 'own', datasourceName: '' };

test('traces, spans and conversations lead to themselves in Explore', () => {
  expect(linksOf(withLinks(frame('trace_id', 'span_id', 'conversation', 'model'), own, plain, asking))).toEqual([
    [
      'trace_id',
      {
        ...internal,
        query: { ...query, kind: 'trace', traceId: '${__value.raw}', spanId: '${__data.fields["span_id"]}' },
        panelsState: { trace: { spanId: '${__data.fields["span_id"]}' } },
      },
    ],
    [
      'span_id',
      {
        ...internal,
        query: { ...query, kind: 'trace', traceId: '${__data.fields["trace_id"]}', spanId: '${__value.raw}' },
        panelsState: { trace: { spanId: '${__value.raw}' } },
      },
    ],
    ['conversation', { ...internal, query: { ...query, kind: 'conversation', conversationId: '${__value.raw}' } }],
  ]);
});

test('a span of a trace leads to its log records', () => {
  expect(linksOf(withLinks(frame('traceID', 'spanID'), own, plain, asking))).toEqual([
    [
      'spanID',
      {
        ...internal,
        query: { ...query, kind: 'logs', traceId: '${__data.fields["traceID"]}', spanId: '${__value.raw}' },
      },
    ],
  ]);
});

test('a trace also leads to the data source that holds whole traces', () => {
  const traceLink = { datasourceUid: 'tempo', type: 'tempo' as const };
  expect(linksOf(withLinks(frame('trace_id'), own, { traceLink }, asking))).toContainEqual([
    'trace_id',
    { ...internal, datasourceUid: 'tempo', query: { queryType: 'traceql', query: '${__value.raw}' } },
  ]);
});

test('a trace alone marks no span', () => {
  expect(linksOf(withLinks(frame('trace_id'), own, plain, asking))).toEqual([
    ['trace_id', { ...internal, query: { ...query, kind: 'trace', traceId: '${__value.raw}' } }],
  ]);
});

test('a span without its trace, and a host without data sources, have no links', () => {
  expect(linksOf(withLinks(frame('span_id'), own, plain, asking))).toEqual([]);
  const alone = frame('trace_id');
  expect(withLinks(alone, {}, plain, asking)).toBe(alone);
});

test('whoever may read prompts and answers is led to them', () => {
  const reads = (frame: FramePlan, readsContent?: true) =>
    linksOf(withLinks(frame, own, plain, readsContent ? { readsContent } : asking)).map(
      ([, link]) => (link as unknown as { query: { content?: boolean } }).query.content
    );
  const shown = frame('trace_id', 'span_id', 'conversation');
  expect(reads(shown, true)).toEqual([true, true, true]);
  expect(reads(shown)).toEqual([undefined, undefined, undefined]);
  expect(reads(frame('traceID', 'spanID'), true)).toEqual([undefined]);
});
