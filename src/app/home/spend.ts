import { dateTimeForTimeZone } from '@grafana/data';

import { askResource, askRows, numberOf, type Cell } from '../query.ts';

export interface Spend {
  /** US dollars. */
  cost: number;
  requests: number;
  unpriced: number;
}

const measures = [{ id: 'cost' as const }, { id: 'requests' as const }, { id: 'unpriced_requests' as const }];

/** Asks what was spent since the beginning of a day or month, in the time zone of the data source. */
export async function spentSince(uid: string, unit: 'day' | 'month', zone: string, now: number): Promise<Spend> {
  const from = dateTimeForTimeZone(zone, now).startOf(unit).valueOf();
  const query = { kind: 'measure' as const, measures, groupBy: [], filters: [], timezone: zone };
  const { rows } = await askRows(uid, query, { from, to: now });
  const of = (name: string) => numberOf(rows[0]?.[name]) ?? 0;
  return { cost: of('cost'), requests: of('requests'), unpriced: of('unpriced_requests') };
}

export interface HighestBudget {
  name: string;
  /** The share of its amount that is spent. */
  share: number;
}

/** Finds the budget that is used up most; undefined if there is none that can be told. */
export async function highestBudget(uid: string): Promise<HighestBudget | undefined> {
  const { budgets } = await askResource<{ budgets: Record<string, Cell>[] }>(uid, 'budgets');
  const known = budgets.flatMap(({ name, share_used }) => {
    const share = numberOf(share_used);
    return share === null ? [] : [{ name: String(name), share }];
  });
  return known.sort((a, b) => b.share - a.share)[0];
}
