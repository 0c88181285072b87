import { parsePrices } from '../../../src/engine/pricing/prices.ts';
import { resolve } from '../../../src/engine/pricing/resolve.ts';
import { blocksOf } from '../../../src/engine/pricing/synced.ts';
import { tableOf, type PriceTable } from '../../../src/engine/pricing/table.ts';

/**
 * The lines of the models whose prices are others from a day on than those in use. Before that day a model keeps the prices
 * that it had, or none where it had none: what was spent does not change.
 * @param used the text of the table in use
 * @param wanted the text of the new one; models that it lacks stay as they are
 * @param since the day, `2026-09-01`; undefined if the new prices apply to the past as well
 */
export function changedLines(used: string, wanted: string, since: string | undefined): string[] {
  const table = tableOf('', used);
  const known = blocksOf(used);
  return [...blocksOf(wanted)].flatMap(([provider, { head, models }]) => {
    const lines = [...models].flatMap(([id, line]) => {
      const same = known.get(provider)?.models.get(id);
      const before = same === undefined ? pricesBefore(table, provider, id) : pricesOf(same);
      const after = since === undefined ? pricesOf(line) : continued(before, pricesOf(line), since);
      const [name = '', rule = '', window = ''] = line.split('\t');
      const [, otherNames = rule, otherWindow = window] = same?.split('\t') ?? [];
      // A file names a model by its id alone, and does not mean that its dated names lose their price.
      const changed = [name, rule === '=' ? otherNames : rule, window === '' ? otherWindow : window, after].join('\t');
      return same === changed || isSame(before, after, same !== undefined) ? [] : [changed];
    });
    return lines.length > 0 ? [head, ...lines] : [];
  });
}

const pricesOf = (line: string): string => line.split('\t')[3] ?? '?';

/** The prices that a name had by another line: one that it began like, or of a provider whose prices this one charges. */
const pricesBefore = (table: PriceTable, provider: string, model: string): string =>
  (resolve({ provider, model }, table) ?? resolve({ provider, model: `${provider}/${model}` }, table))?.model.prices ??
  '?';

const isSame = (before: string, after: string, isListed: boolean): boolean =>
  isListed && JSON.stringify(parsePrices(before)) === JSON.stringify(parsePrices(after));

/** Prices that go on with others on a day, in the text of a price table; those before it where both are the same from then on. */
export function continued(before: string, after: string, since: string): string {
  if (sameFrom(before, after, since)) {
    return before;
  }
  const earlier = before.split(';').filter((period) => (dayOf(period) ?? '') < since);
  const later = after.split(';').map((period) => ((dayOf(period) ?? '') < since ? begun(period, since) : period));
  return [...earlier, ...later].join(';');
}

function sameFrom(before: string, after: string, since: string): boolean {
  const from = Date.parse(`${since}T00:00:00Z`) / 1000;
  const of = (text: string): string => {
    const segments = parsePrices(text);
    const first = Math.max(...segments.map((one) => one.from).filter((one) => one <= from));
    return JSON.stringify(
      segments.filter((one) => one.from >= first).map((one) => ({ ...one, from: Math.max(one.from, from) }))
    );
  };
  return of(before) === of(after);
}

const conditionsOf = (period: string): string[] =>
  period.includes('|') ? (period.split('|')[0] ?? '').split('&') : [];

const dayOf = (period: string): string | undefined => conditionsOf(period).find((one) => !one.includes('..'));

/** The period from a later day on, at the times of day that it says. */
function begun(period: string, since: string): string {
  const times = conditionsOf(period).filter((one) => one.includes('..'));
  return `${[since, ...times].join('&')}|${period.slice(period.indexOf('|') + 1)}`;
}
