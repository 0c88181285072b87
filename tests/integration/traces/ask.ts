import type { HostSettings, Plan, Request } from '../../../src/engine/host.ts';
import type { Host } from '../engine/support.ts';

/** A span of a trace frame; `tags` by key, of texts and numbers. */
export interface ShownSpan {
  id: string;
  parent: string;
  name: string;
  tags: Record<string, string | number>;
  row: Record<string, unknown>;
}

export interface ShownTrace {
  plan: Plan;
  spans: ShownSpan[];
}

interface Pair {
  key: string;
  value: string | number;
}

const lists = ['serviceTags', 'tags', 'logs', 'references', 'warnings', 'stackTraces'];

/** Asks for a trace, and reads its frame as Grafana's trace view does. */
export async function askTrace(
  host: Host,
  query: { traceId: string; spanId?: string; content?: boolean },
  request: Request,
  settings: HostSettings
): Promise<ShownTrace> {
  const plan = await host.plan({ version: 1, kind: 'trace', format: 'table', ...query }, request, settings);
  const { columns, rows } = await host.run(plan);
  const spans = rows.map((values) => {
    const row = Object.fromEntries(
      columns.map((name, index) => [name, lists.includes(name) ? JSON.parse(String(values[index])) : values[index]])
    ) as Record<string, unknown>;
    return {
      id: String(row['spanID']),
      parent: String(row['parentSpanID']),
      name: String(row['operationName']),
      tags: Object.fromEntries((row['tags'] as Pair[]).map(({ key, value }) => [key, value])),
      row,
    };
  });
  return { plan, spans };
}

/** What the frame says of a trace by its calls: each counted span by itself. */
export const ofCalls = ({ spans }: ShownTrace, tag: string): number =>
  sum(spans.filter(isRequest).map(({ tags }) => Number(tags[`genai.${tag}`] ?? 0)));

export const requestsOf = ({ spans }: ShownTrace): number =>
  sum(spans.filter(isRequest).map(({ tags }) => Number(tags['genai.calls'] ?? 1)));

/** What the spans without a parent in the trace say of all below them. */
export function ofRoots({ spans }: ShownTrace, total: string): number {
  const ids = new Set(spans.map(({ id }) => id));
  const roots = spans.filter(({ parent }) => !ids.has(parent));
  return sum(roots.map(({ tags }) => Number(tags[`genai.total.${total}`] ?? 0)));
}

const isRequest = ({ tags }: ShownSpan): boolean => tags['genai.counted'] === 'request';
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
