import { measures, type MeasureId } from '../catalogue/measures/index.ts';
import type { Answer } from '../host.ts';
import type { CompiledQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { logColumns } from '../source/layouts/index.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { number, parametricCall, type Query } from '../sql/nodes.ts';
import type { Window } from '../window.ts';
import type { Context } from '../compile/context/context.ts';
import { timesOf } from '../compile/context/times.ts';
import { isScore } from '../compile/evaluations/logs.ts';

const maxKeys = 5000;
const keysColumn = 'scoreKeys';

/** Whether the query reads scores. */
export function asksForScores(query: CompiledQuery): boolean {
  const reads = (id: MeasureId): boolean =>
    [id, ...((measures[id].over ?? []) as readonly MeasureId[])].some((one) => measures[one].fact === 'evaluations');
  return query.kind === 'prompt_compare' || (query.kind === 'measure' && query.measures.some(({ id }) => reads(id)));
}

/**
 * The windows of whose days a query of those windows wants a census, and whether also of their scores: then with the
 * windows of the spans that they may be about, and the other way round.
 */
export function censusOf(
  query: CompiledQuery,
  windows: readonly Window[],
  { evaluationLagSeconds }: Settings
): { windows: readonly Window[]; scores: boolean } {
  const scores = asksForScores(query);
  const lag = scores ? evaluationLagSeconds * 1000 : 0;
  return { windows: windows.map((window) => ({ ...window, from: window.from - lag, to: window.to + lag })), scores };
}

/** One row with the attribute keys of log records that are scores; null without a table of logs. */
export function scoresSeen(context: Context): Query | null {
  const logs = logColumns(context.source);
  return (
    logs && {
      kind: 'select',
      columns: [
        {
          as: keysColumn,
          value: parametricCall('groupUniqArrayArray', [number(maxKeys)], logs.attributes.filled),
        },
      ],
      ...withConditions(logs.rows(timesOf(context)), [isScore(logs, logs.attributes.value)]),
    }
  );
}

export const isOfScores = ({ columns }: Answer): boolean => columns[0] === keysColumn;

/** The keys of all answers; undefined where nobody has asked. */
export function readScoreKeys(answers: readonly Answer[]): string[] | undefined {
  const keys = answers.filter(isOfScores).flatMap(({ rows }) => (rows[0]?.[0] as string[] | undefined) ?? []);
  return answers.some(isOfScores) ? [...new Set(keys)].sort() : undefined;
}
