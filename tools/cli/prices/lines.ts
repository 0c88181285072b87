import { effectivePrice } from '../../../src/engine/pricing/effective.ts';
import { parsePrices } from '../../../src/engine/pricing/prices.ts';
import type { Segment } from '../../../src/engine/pricing/rates.ts';
import { blocksOf } from '../../../src/engine/pricing/synced.ts';
import { tableOf, type PriceTable } from '../../../src/engine/pricing/table.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';

/**
 * The lines of the models whose prices are others from a day on than those in use. What was spent before that day does not
 * change, under whatever name: a known line keeps its names, and the prices that it had until then; a new line begins on the
 * day, until when its names mean what they meant without it.
 * @param used the text of the table in use
 * @param wanted the text of the new one; models that it lacks stay as they are
 * @param since the day, `2026-09-01`; undefined if the new prices apply to the past as well
 */
export function changedLines(used: string, wanted: string, since: string | undefined): string[] {
  const table = tableOf('', used);
  const known = blocksOf(used);
  return [...blocksOf(wanted)].flatMap(([provider, { head, models }]) => {
    const block = known.get(provider);
    const lines = [...models.values()].flatMap((text) => {
      const wantedLine = lineOf(text);
      const same = [...(block?.models.values() ?? [])].map(lineOf).filter(({ id }) => id === wantedLine.id);
      return [...newLine(table, provider, wantedLine, same, since), ...same.flatMap(changedTo(wantedLine, since))];
    });
    return lines.length > 0 ? [headOf(block?.head ?? head, block !== undefined, since), ...lines] : [];
  });
}

/** A line of a model, see `tableOf`. */
interface Line {
  id: string;
  rule: string;
  window: string;
  prices: string;
  /** '' for ever. */
  begin: string;
}

function lineOf(text: string): Line {
  const [id = '', rule = '', window = '', prices = '?', begin = ''] = text.split('\t');
  return { id, rule, window, prices, begin };
}

const textOf = ({ id, rule, window, prices, begin }: Line): string =>
  [id, rule, window, prices, ...(begin === '' ? [] : [begin])].join('\t');

/** The line with other prices from the day on; none if nothing changes. A line that begins on that very day gets other names as well. */
const changedTo =
  (wanted: Line, since: string | undefined) =>
  (line: Line): string[] => {
    const prices = since === undefined ? wanted.prices : continued(line.prices, wanted.prices, since);
    const rule = line.begin === (since ?? '') ? ruleOf(wanted, [line]) : line.rule;
    const changed = textOf({ ...line, rule, window: windowOf(wanted, [line]), prices });
    return rule === line.rule && isSame(line.prices, prices) ? [] : [changed];
  };

/** A line from the day on, unless the model has one with its names by then, or its name has these prices without it. */
function newLine(
  table: PriceTable,
  provider: string,
  wanted: Line,
  same: readonly Line[],
  since: string | undefined
): string[] {
  const begin = since ?? '';
  const isThere = same.some(
    (line) => line.begin === begin || (line.begin < begin && [line.rule, '='].includes(wanted.rule))
  );
  if (isThere || (same.length === 0 && wanted.rule === '=' && hasPrices(table, provider, wanted, since))) {
    return [];
  }
  return [textOf({ ...wanted, rule: ruleOf(wanted, same), window: windowOf(wanted, same), begin })];
}

/** A file names a model by its id alone, and does not mean that its other names lose their price. */
const ruleOf = ({ rule }: Line, [known]: readonly Line[]): string => (rule === '=' ? (known?.rule ?? '=') : rule);

const windowOf = ({ window }: Line, [known]: readonly Line[]): string =>
  window === '' ? (known?.window ?? '') : window;

/** Whether a name has these prices for certain from the day on, by another line. */
function hasPrices(table: PriceTable, provider: string, { id, prices }: Line, since: string | undefined): boolean {
  const segments = effectivePrice({ provider, model: id }, defaultPriceSettings, table)?.segments ?? [];
  return segments.length > 0 && fromDay(segments, since) === fromDay(parsePrices(prices), since);
}

/** The line of a provider, which begins with its first models if the table in use lacks it. */
function headOf(head: string, isKnown: boolean, since: string | undefined): string {
  const [id = '', title = '', isMeant = '', makes = '', fallbacks = '', begin = ''] = head.split('\t');
  const day = since ?? '';
  const first = isKnown && begin < day ? begin : day;
  return first === ''
    ? head.split('\t').slice(0, 5).join('\t')
    : [id, title, isMeant, makes, fallbacks, first].join('\t');
}

const isSame = (before: string, after: string): boolean =>
  JSON.stringify(parsePrices(before)) === JSON.stringify(parsePrices(after));

/** Prices that go on with others on a day, in the text of a price table; those before it where both are the same from then on. */
export function continued(before: string, after: string, since: string): string {
  if (fromDay(parsePrices(before), since) === fromDay(parsePrices(after), since)) {
    return before;
  }
  const periods = before.split(';');
  const earlier = periods.filter((period) => (dayOf(period) ?? '') < since);
  const later = after.split(';').map((period) => ((dayOf(period) ?? '') < since ? begun(period, since) : period));
  // The first period also applies before its day.
  return [...(earlier.length > 0 ? earlier : periods.slice(0, 1).map((one) => begun(one, undefined))), ...later].join(
    ';'
  );
}

/** What segments say from a day on, as a text to compare: it names no day and no second on which nothing changes. */
function fromDay(segments: readonly Segment[], since: string | undefined): string {
  const from = since === undefined ? 0 : Date.parse(`${since}T00:00:00Z`) / 1000;
  const first = Math.max(...segments.map((one) => one.from).filter((one) => one <= from));
  const days = [...new Set(segments.map((one) => one.from))]
    .filter((day) => day >= first)
    .map((day) => {
      const ofDay = segments.filter((one) => one.from === day);
      const seconds = ofDay.map(({ second, levels, assumed }) => ({
        at: second,
        says: JSON.stringify([levels, assumed]),
      }));
      return { at: Math.max(day, from), says: JSON.stringify(changes(seconds)) };
    });
  return JSON.stringify(changes(days));
}

/** Leaves out what says the same as what is before it. */
const changes = <Step extends { says: string }>(steps: readonly Step[]): Step[] =>
  steps.filter(({ says }, index) => says !== steps[index - 1]?.says);

const conditionsOf = (period: string): string[] =>
  period.includes('|') ? (period.split('|')[0] ?? '').split('&') : [];

const dayOf = (period: string): string | undefined => conditionsOf(period).find((one) => !one.includes('..'));

/** The period from another day on, or from ever, at the times of day that it says. */
function begun(period: string, since: string | undefined): string {
  const times = conditionsOf(period).filter((one) => one.includes('..'));
  const conditions = [...(since === undefined ? [] : [since]), ...times];
  const prices = period.slice(period.indexOf('|') + 1);
  return conditions.length === 0 ? prices : `${conditions.join('&')}|${prices}`;
}
