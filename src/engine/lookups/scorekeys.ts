import type { Context } from '../compile/context/context.ts';
import { timesOf } from '../compile/context/times.ts';
import { isScore } from '../compile/evaluations/logs.ts';
import type { Answer } from '../host.ts';
import { logColumns } from '../source/layouts/index.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { number, parametricCall, type Query } from '../sql/nodes.ts';

const maxKeys = 5000;
const keysColumn = 'scoreKeys';

/** Selects one row with the attribute keys of log records that are scores; null if there is no logs table. */
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

/** Reads the keys of all answers; undefined if nothing was asked. */
export function readScoreKeys(answers: readonly Answer[]): string[] | undefined {
  const keys = answers.filter(isOfScores).flatMap(({ rows }) => (rows[0]?.[0] as string[] | undefined) ?? []);
  return answers.some(isOfScores) ? [...new Set(keys)].sort() : undefined;
}
