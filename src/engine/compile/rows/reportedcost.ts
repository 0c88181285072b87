import type { SpanField } from '../../canonical/spanfield.ts';
import type { Settings } from '../../settings/settings.ts';
import { isNothing } from '../../sql/missing.ts';
import { array, call, infix, nothing, number, text, type Expression } from '../../sql/nodes.ts';

type Read = (name: SpanField) => Expression;

export const reportedFrom: readonly SpanField[] = ['reportedCost', 'costCurrency'];

/**
 * The cost in USD that a row reports: NULL in a currency without a rate in the settings. A reported 0 is unknown, because
 * gateways write 0 for a model without a price.
 */
export function reported(f: Read, { prices }: Settings): Expression {
  const cost = call('nullIf', f('reportedCost'), number(0));
  if (isNothing(f('reportedCost')) || isNothing(f('costCurrency'))) {
    return cost;
  }
  const rates = Object.entries(prices.currencies).sort(([a], [b]) => (a < b ? -1 : 1));
  const converted = rates.flatMap(([code, rate]) => [
    infix('=', currency(f), text(code)),
    infix('*', cost, number(rate)),
  ]);
  return call('multiIf', infix('IN', currency(f), array(['', 'USD'].map(text))), cost, ...converted, nothing);
}

/** Whether the row reports a cost in a currency that nobody can convert, so that what it cost is not known. UInt8. */
export function isForeign(f: Read, { prices }: Settings): Expression {
  if (isNothing(f('reportedCost')) || isNothing(f('costCurrency'))) {
    return number(0);
  }
  const known = ['', 'USD', ...Object.keys(prices.currencies).sort()];
  return infix(
    'AND',
    infix('NOT IN', currency(f), array(known.map(text))),
    call('ifNull', infix('!=', f('reportedCost'), number(0)), number(0))
  );
}

/** The estimate, where the row reports no foreign cost. */
export function unlessForeign(f: Read, settings: Settings, estimated: Expression): Expression {
  const foreign = isForeign(f, settings);
  return isNothing(foreign) ? estimated : call('if', foreign, nothing, estimated);
}

const currency = (f: Read): Expression => call('upper', f('costCurrency'));
