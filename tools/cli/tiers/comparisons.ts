import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { notAddingUp } from '../../../src/engine/compile/measures/formulas.ts';
import { quantileError } from '../../../src/engine/compile/rows/minutecolumns.ts';
import { explain } from '../../../src/engine/explain.ts';
import type { Request } from '../../../src/engine/host.ts';
import { lastReply, planning } from '../host.ts';
import type { Filler } from './filler.ts';
import { nothingCompared } from './messages.ts';

/** What is compared of an hour: one query a fact, with what depends on most of its columns. */
const asked = [
  {
    measures: [
      'requests',
      'errors',
      'input_tokens',
      'output_tokens',
      'cache_read_tokens',
      'cost',
      'latency_p95',
      'retried_requests',
    ],
    groupBy: ['model', 'feature'],
  },
  { measures: ['requests', 'users', 'conversations'], groupBy: ['service', 'error_class', 'prompt_version'] },
  { measures: ['tool_calls', 'tool_failures', 'tool_latency_p95'], groupBy: ['tool', 'service'] },
  { measures: ['agent_runs', 'agent_failures'], groupBy: ['agent', 'service'] },
  { measures: ['guardrail_checks'], groupBy: ['service'] },
  {
    measures: ['score_count', 'score_mean', 'evaluation_count', 'unmatched_scores'],
    groupBy: ['evaluation', 'feature', 'prompt_version'],
  },
] as const;

/**
 * Rows of (value, group, of the tables, of spans) that differ in an hour, once from single calls and once from sums: by more
 * than the order of a sum, and quantiles of sums by more than their error.
 */
export async function comparisons(filler: Filler, window: { from: number; to: number }): Promise<unknown[][]> {
  const different: unknown[][] = [];
  let compared = 0;
  for (const { measures, groupBy } of asked) {
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: measures.map((id) => ({ id })),
      groupBy,
      filters: [],
    };
    const spans = await answerOf(filler, { ...query, source: 'raw' }, window).catch(refused);
    if (!spans) {
      continue;
    }
    compared++;
    for (const source of ['calls', undefined] as const) {
      const stored = await answerOf(filler, { ...query, source }, window);
      for (const key of new Set([...stored.keys(), ...spans.keys()])) {
        measures.forEach((id, index) => {
          const [one, other] = [stored.get(key)?.[index] ?? null, spans.get(key)?.[index] ?? null];
          if (!isClose(one, other, source === undefined && isQuantile(id) ? quantileError : 1e-9)) {
            different.push([id, key, one, other]);
          }
        });
      }
    }
  }
  if (compared === 0) {
    throw new Error(nothingCompared());
  }
  return different;
}

/** A table whose layout cannot hold what a query asks refuses it, however it is read. */
const refused = (thrown: unknown): undefined => {
  if (thrown instanceof Refused) {
    return undefined;
  }
  throw thrown;
};

class Refused extends Error {}

/** Values by group. Throws Refused where the query cannot be planned. */
async function answerOf(
  filler: Filler,
  query: { measures: readonly unknown[]; groupBy: readonly string[]; source?: 'raw' | 'calls' | undefined },
  window: { from: number; to: number }
): Promise<Map<string, unknown[]>> {
  const request: Request = { refId: 'A', ...window, intervalMs: 60_000, maxDataPoints: 1000, fromAlert: false };
  const reply = await lastReply(filler, planning(filler, query, request));
  if ('error' in reply) {
    const { category, message } = reply.error;
    throw category === 'query' || category === 'config' ? new Refused(message) : new Error(message);
  }
  const plan = reply.done;
  const answer = await filler.run(plan.statement);
  if (!answer.ok) {
    throw new Error(explain(answer.failure).message);
  }
  const place = query.groupBy.length;
  const first = answer.columns.indexOf(query.groupBy[0] ?? '');
  return new Map(
    answer.rows.map((row) => [row.slice(first, first + place).join(' · '), row.slice(first + place)] as const)
  );
}

const isClose = (a: unknown, b: unknown, error: number): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= error * Math.max(1e-3, Math.abs(b)) : a === b;

const isQuantile = (id: MeasureId): boolean => notAddingUp(id).quantiles.length > 0;
