import { contextOf } from '../compile/context/context.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Context } from '../compile/context/context.ts';
import type { Statement } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Select } from '../sql/nodes.ts';
import { nanoseconds } from '../window.ts';
import type { Range } from './calendar.ts';

/** A statement but for its window and the parameters that come with each evaluation: compiled once, asked again and again. */
export interface Frozen {
  statement: Statement;
  /** Milliseconds that each instant is from the beginning or the end of the window. */
  instants: readonly { name: string; of: keyof Range; milliseconds: number }[];
  prices: string | undefined;
}

export interface Source {
  source: SourceDescription;
  census: Census | null;
  settings: Settings;
}

export function freeze(
  { source, census, settings }: Source,
  fromAlert: boolean,
  select: (context: Context) => Select
): Frozen {
  const context = contextOf({ source, settings, census, window: { from: 0, to: 0, step: 60, delay: 0 } });
  const statement = measureStatement(select(context), context, { fromAlert });
  const instants = [...context.parameters.instants].map((name) => ({
    name,
    of: name.startsWith('to') ? ('to' as const) : ('from' as const),
    milliseconds: Number((statement.params[name] ?? '0').slice(0, -6)),
  }));
  return { statement, instants, prices: context.prices.version };
}

/** The statement for a window, with what comes with it. */
export function thawed({ statement, instants }: Frozen, window: Range, params: Statement['params']): Statement {
  const bounds = instants.map(({ name, of, milliseconds }) => [name, nanoseconds(window[of] + milliseconds)]);
  return { ...statement, params: { ...statement.params, ...Object.fromEntries(bounds), ...params } };
}
