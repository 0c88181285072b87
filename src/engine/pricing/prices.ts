import { ratesOf, type Level, type Segment } from './rates.ts';

interface Period {
  /** Seconds since 1970. */
  from?: number;
  /** Seconds of a UTC day, half-open; `end` before `start` crosses midnight. */
  daily?: { start: number; end: number };
  levels: readonly Level[];
}

/** A price that may depend on the size of the call: the last step whose `above` is exceeded applies. */
type Steps = readonly { above: number; price: number }[];

/** Reads the prices of a line of the table; `tools/generate/prices/prices.ts` writes and documents them. */
export function parsePrices(text: string): Segment[] {
  const periods = text.split(';').map(parsePeriod);
  const days = boundaries(periods.map(({ from }) => from));
  const seconds = boundaries(periods.flatMap(({ daily }) => [daily?.start, daily?.end]));
  return days.flatMap((from) =>
    seconds.map((second) => ({ from, second, levels: applicable(periods, from, second).levels }))
  );
}

/** Returns the last period that applies, or the first one before all of them. */
function applicable(periods: readonly Period[], day: number, second: number): Period {
  const found = [...periods]
    .reverse()
    .find(({ from = 0, daily }) => from <= day && (!daily || isWithin(daily, second)));
  return found ?? (periods[0] as Period);
}

function isWithin({ start, end }: { start: number; end: number }, second: number): boolean {
  return end < start ? second >= start || second < end : second >= start && second < end;
}

function boundaries(values: readonly (number | undefined)[]): number[] {
  const found = new Set([0, ...values.filter((value): value is number => value !== undefined)]);
  return [...found].sort((a, b) => a - b);
}

function parsePeriod(text: string): Period {
  const [prices = '', condition] = text.split('|').reverse();
  const levels = parseLevels(prices);
  if (condition === undefined) {
    return { levels };
  }
  const [start, end] = condition.split('..').map(Number);
  return end === undefined
    ? { levels, from: Date.parse(`${condition}T00:00:00Z`) / 1000 }
    : { levels, daily: { start: start ?? 0, end } };
}

function parseLevels(text: string): Level[] {
  if (text === '?') {
    return [];
  }
  const [input = [], output = [], cacheRead, cacheWrite, perThousand] = text.split(' ').map(parseSteps);
  const steps = [input, output, cacheRead, cacheWrite, perThousand];
  const thresholds = boundaries(steps.flatMap((one = []) => one.map(({ above }) => above)));
  return thresholds.map((above) => ({
    above,
    rates: ratesOf({
      input: at(input, above) ?? 0,
      output: at(output, above) ?? 0,
      cacheRead: at(cacheRead, above),
      cacheWrite: at(cacheWrite, above),
      perRequest: (at(perThousand, above) ?? 0) / 1000,
    }),
  }));
}

/** Parses steps: `5>200000:10` is 5, and 10 above 200000; `-` means no price. */
function parseSteps(text: string): Steps {
  const [base = '', ...steps] = text === '-' ? [] : text.split('>');
  const above = steps.map((step) => step.split(':').map(Number) as [number, number]);
  return text === '-'
    ? []
    : [{ above: 0, price: Number(base) }, ...above.map(([start, price]) => ({ above: start, price }))];
}

function at(steps: Steps | undefined, above: number): number | undefined {
  return (steps ?? []).reduce<number | undefined>(
    (price, step) => (step.above <= above ? step.price : price),
    undefined
  );
}
