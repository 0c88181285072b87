import type { Context } from '../compile/context/context.ts';
import { isScore } from '../compile/evaluations/logs.ts';
import type { Answer } from '../host.ts';
import { sliceColumn, type Times } from './slices.ts';
import { logColumns } from '../source/layouts/index.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { column, number, parametricCall, type Query } from '../sql/nodes.ts';

const maxKeys = 5000;
const keysColumn = 'scoreKeys';

/** One row a slice with the attribute keys of log records that are scores; null without a table of logs. */
export function scoresSeen(context: Context, times: Times): Query | null {
  const logs = logColumns(context.source);
  return (
    logs && {
      kind: 'select',
      columns: [
        {
          as: keysColumn,
          value: parametricCall('groupUniqArrayArray', [number(maxKeys)], logs.attributes.filled),
        },
        { as: sliceColumn, value: times.slice(logs.time) },
      ],
      ...withConditions(logs.rows(times.bounds), [
        isScore(logs, logs.attributes.value),
        times.isAsked(times.slice(logs.time)),
      ]),
      groupBy: [column(sliceColumn)],
    }
  );
}

export const isOfScores = ({ columns }: Answer): boolean => columns[0] === keysColumn;

/** Reads the keys of all answers; undefined if nothing was asked. */
export function readScoreKeys(answers: readonly Answer[]): string[] | undefined {
  const keys = answers
    .filter(isOfScores)
    .flatMap(({ rows }) => rows.flatMap(([found]) => (found as string[] | undefined) ?? []));
  return answers.some(isOfScores) ? [...new Set(keys)].sort() : undefined;
}
