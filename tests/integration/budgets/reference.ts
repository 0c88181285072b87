import type { Call } from './traffic.ts';

// Computes budgets as docs/budgets.md describes them, from all requests at once: without closed hours, with calendars by Intl.

export interface ReferenceBudget {
  name: string;
  amount: number;
  period: 'day' | 'week' | 'month';
  timezone: string;
  about: (call: Call) => boolean;
}

const hour = 3_600_000;
const quarter = hour / 4;
const day = 24 * hour;

interface Local {
  date: string;
  hour: number;
  weekend: boolean;
}

const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Reads the clock and the calendar of a zone. */
function clockOf(timeZone: string): (at: number) => Local {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const known = new Map<number, Local>();
  return (at) => {
    const key = Math.floor(at / quarter);
    const seen = known.get(key);
    if (seen) {
      return seen;
    }
    const parts = Object.fromEntries(format.formatToParts(key * quarter).map(({ type, value }) => [type, value]));
    const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
    const local = { date, hour: Number(parts['hour']), weekend: weekdayOf(date) > 4 };
    known.set(key, local);
    return local;
  };
}

const clocks = new Map<string, (at: number) => Local>();
function clock(zone: string): (at: number) => Local {
  const own = clocks.get(zone) ?? clockOf(zone);
  clocks.set(zone, own);
  return own;
}

const periodOf: Record<ReferenceBudget['period'], (date: string) => string> = {
  day: (date) => date,
  week: (date) => new Date(Date.parse(`${date}T00:00:00Z`) - weekdayOf(date) * day).toISOString().slice(0, 10),
  month: (date) => date.slice(0, 7),
};

/** Finds the bounds of the period that has the same name as the moment. */
function bounds(at: number, nameOf: (at: number) => string): { from: number; to: number } {
  let from = Math.floor(at / quarter) * quarter;
  let to = from + quarter;
  while (nameOf(from - quarter) === nameOf(at)) {
    from -= quarter;
  }
  while (nameOf(to) === nameOf(at)) {
    to += quarter;
  }
  return { from, to };
}

export function reference(budget: ReferenceBudget, calls: readonly Call[], end: number): Record<string, number | null> {
  const local = clock(budget.timezone);
  const own = calls.filter((call) => call.at < end && budget.about(call));
  const period = bounds(end, (at) => periodOf[budget.period](local(at).date));
  const inPeriod = own.filter(({ at }) => at >= period.from);
  const costOf = (some: readonly Call[]) => some.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  const spent = costOf(inPeriod);

  const midnight = (back: number): number => {
    let start = bounds(end, (at) => local(at).date).from;
    for (let days = 0; days < back; days++) {
      start = bounds(start - 1, (at) => local(at).date).from;
    }
    return start;
  };
  const first = own.find(({ at, cost }) => at >= midnight(35) && (cost ?? 0) > 0)?.at;
  const history = first === undefined ? 0 : (end - first) / hour;
  const expected = history < 72 || first === undefined ? null : rest();

  function rest(): number {
    const today = midnight(0);
    const firstDay = bounds(first ?? 0, (at) => local(at).date).from;
    const begin = Math.max(midnight(28), firstDay + Math.floor(((first ?? 0) - firstDay) / hour) * hour);
    const cell = (at: number) => `${local(at).weekend} ${local(at).hour}`;
    const hours = new Map<string, number>();
    const money = new Map<string, number>();
    const add = (to: Map<string, number>, key: string, value: number) => to.set(key, (to.get(key) ?? 0) + value);
    for (let at = begin; at < today; at += quarter) {
      add(hours, cell(at), 0.25);
    }
    for (const call of own.filter(({ at }) => at >= begin && at < today)) {
      add(money, cell(call.at), call.cost ?? 0);
    }
    const rate = (key: string) => (hours.has(key) ? (money.get(key) ?? 0) / (hours.get(key) ?? 1) : undefined);
    const total = (map: Map<string, number>) => [...map.values()].reduce((sum, value) => sum + value, 0);
    let sum = 0;
    for (let at = Math.floor(end / quarter) * quarter; at < period.to; at += quarter) {
      const long = (Math.min(at + quarter, period.to) - Math.max(at, end)) / hour;
      const other = `${!local(at).weekend} ${local(at).hour}`;
      sum += long * (rate(cell(at)) ?? rate(other) ?? total(money) / total(hours));
    }
    return sum;
  }

  const pace = (hours: number) => {
    const from = Math.floor((end - hours * hour) / 300_000) * 300_000;
    return costOf(own.filter(({ at }) => at >= from)) / ((end - from) / hour);
  };
  const even = budget.amount / ((period.to - period.from) / hour);
  const left = budget.amount - spent;
  const at = (end + (left / pace(6)) * hour) / 1000;
  const exhaustedAt = left <= 0 ? end / 1000 : pace(6) > 0 && at < period.to / 1000 ? at : null;
  const unpriced = inPeriod.filter(({ cost, failed }) => cost === null && !failed).length;
  const isTold = spent > 0 || unpriced === 0;
  return {
    amount: budget.amount,
    spent,
    share_used: isTold ? spent / budget.amount : null,
    left: isTold ? left : null,
    forecast: expected === null || !isTold ? null : spent + expected,
    forecast_share: expected === null || !isTold ? null : (spent + expected) / budget.amount,
    burn_1h: isTold ? pace(1) / even : null,
    burn_6h: isTold ? pace(6) / even : null,
    history_hours: history,
    exhausted_at: exhaustedAt,
    exhausted_in: exhaustedAt === null ? null : exhaustedAt - end / 1000,
    unpriced,
    period_from: period.from,
    period_to: period.to,
  };
}
