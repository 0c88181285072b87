import { contextOf, type Context } from '../compile/context/context.ts';
import { withHours, type TierUse } from '../compile/context/tier.ts';
import { movedTo, type Movable } from '../compile/movable.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Statement } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Select } from '../sql/nodes.ts';
import type { Range } from './calendar.ts';

/** A statement without its window and the parameters of an evaluation: it is compiled once and used many times. */
export interface Frozen extends Movable {
  prices: string | undefined;
}

export interface Source {
  source: SourceDescription;
  census: Census | null;
  settings: Settings;
  /** The table of calls, for a statement of the windows in which it may be read. */
  tier?: TierUse | undefined;
}

export function freeze(
  { source, census, settings, tier }: Source,
  fromAlert: boolean,
  select: (context: Context) => Select
): Frozen {
  const window = { from: 0, to: 0, step: 60, delay: 0 };
  const context = contextOf({ source, settings, census, window, tier });
  const statement = measureStatement(select(context), context, { fromAlert });
  return { statement, instants: [...context.parameters.instants], window, prices: context.prices.meta?.prices };
}

/** Completes the statement for a window and its parameters. */
export function thawed(frozen: Frozen, window: Range, params: Statement['params'], tier?: TierUse): Statement {
  const statement = withHours(tier, movedTo(window, frozen));
  return { ...statement, params: { ...statement.params, ...params } };
}
