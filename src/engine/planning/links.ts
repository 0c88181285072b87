import type { ColumnPlan, FramePlan } from '../host.ts';
import { currentVersion } from '../query/common.ts';

/** The column's value, and that of another column of the row, as Grafana replaces them when a link is followed. */
const own = '${__value.raw}';
const ofRow = (name: string): string => `\${__data.fields["${name}"]}`;

/** What a value leads to, by the name of its column. */
const targets = new Map<string, { title: string; query: Record<string, unknown> }>([
  ['trace_id', { title: 'Open the trace', query: { kind: 'trace', traceId: own } }],
  [
    'span_id',
    { title: 'Open the span in its trace', query: { kind: 'trace', traceId: ofRow('trace_id'), spanId: own } },
  ],
  ['conversation', { title: 'Open the conversation', query: { kind: 'conversation', conversationId: own } }],
]);

/**
 * Gives the columns of a table links to what they name, in Explore. `uid` is that of the data source; a host without one has
 * no links. A span has its trace beside it, or no link.
 */
export function withLinks(frame: FramePlan, uid: string | undefined): FramePlan {
  if (frame.type !== 'table' || uid === undefined) {
    return frame;
  }
  const names = frame.columns.map(({ name }) => name);
  const columns = frame.columns.map((column) =>
    column.name === 'span_id' && !names.includes('trace_id') ? column : linked(column, uid)
  );
  return { ...frame, columns };
}

function linked(column: ColumnPlan, uid: string): ColumnPlan {
  const target = targets.get(column.name);
  if (!target) {
    return column;
  }
  const query = { version: currentVersion, format: 'table', ...target.query };
  const link = { title: target.title, url: '', internal: { datasourceUid: uid, datasourceName: '', query } };
  return { ...column, config: { ...column.config, links: [link] } };
}
