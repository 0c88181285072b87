import { previousVersion as dimension } from '../../catalogue/dimensions/previous.ts';
import { rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { History } from '../../source/history.ts';
import { call, column, from, infix, text, type Expression, type Query } from '../../sql/nodes.ts';
import { nanoseconds } from '../../window.ts';

export const unknown = 'unknown';

/** Joins a prompt and a version into one key. */
export const keyed = (prompt: string, version: string): string => `${prompt}\n${version}`;

/** Computes the dimension's value for rows that have the prompt and version it depends on. */
function valueOf({ parameters, history }: Context): Expression {
  const { previous, main, running, until } = history ?? { previous: [], main: [], running: [], until: 0 };
  const list = (name: string, pairs: History['main'], place: 0 | 1): Expression =>
    parameters.namedList(
      name,
      pairs.map((pair) => pair[place])
    );
  const [prompt, version] = [column('prompt'), column('prompt_version')];
  const latest = call('transform', prompt, list('prompts', main, 0), list('main_versions', main, 1), text(unknown));
  const key = call('concat', prompt, text(keyed('', '')), version);
  const found = call('transform', key, list('versions', previous, 0), list('previous_versions', previous, 1), latest);
  const closed = call('fromUnixTimestamp64Nano', parameters.named('history_until', 'Int64', nanoseconds(until)));
  const isBegun = infix(
    'AND',
    infix('>=', column(rowTime), closed),
    infix('NOT IN', key, parameters.namedList('running_versions', running))
  );
  const told = call('if', isBegun, latest, found);
  return call('if', infix('IN', text(unknown), call('tuple', prompt, version)), text(unknown), told);
}

/** Lists the dimensions that rows must have, including those that it depends on. */
export const madeOf = (dimensions: readonly string[]): string[] => [
  ...new Set(dimensions.flatMap((id) => (id === dimension ? ['prompt', 'prompt_version'] : [id]))),
];

/** Adds the dimension to the rows if it is requested. */
export function withPrevious(context: Context, rows: Query, columns: readonly string[]): Query {
  return columns.includes(dimension)
    ? {
        kind: 'select',
        columns: columns.map((name) => ({ as: name, value: name === dimension ? valueOf(context) : column(name) })),
        from: from(rows),
      }
    : rows;
}
