import { tiers, type Level, type RateName, type Rates, type Segment, type Tier, type TierRates } from './rates.ts';

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
  const parts = condition.split('&');
  const [start, end] = (parts.find((part) => part.includes('..')) ?? '').split('..').map(Number);
  const day = parts.find((part) => !part.includes('..'));
  return {
    levels,
    ...(day === undefined ? {} : { from: Date.parse(`${day}T00:00:00Z`) / 1000 }),
    ...(end === undefined ? {} : { daily: { start: start ?? 0, end } }),
  };
}

/** The codes of rates, which `tools/generate/prices/prices.ts` writes; the first five are written in their order, without a code. */
export const rateCodes: Readonly<Record<string, RateName>> = {
  ...{ i: 'input', o: 'output', r: 'cacheRead', w: 'cacheWrite', q: 'perRequest', h: 'cacheWrite1h', s: 'webSearch' },
  ...{ ai: 'inputAudio', ar: 'cacheReadAudio', ao: 'outputAudio' },
  ...{ ii: 'inputImage', ir: 'cacheReadImage', io: 'outputImage' },
};

const inOrder: readonly RateName[] = ['input', 'output', 'cacheRead', 'cacheWrite', 'perRequest'];

/** Rates that the table gives by the thousand. */
const byThousand: readonly RateName[] = ['perRequest', 'webSearch'];

function parseLevels(text: string): Level[] {
  if (text === '?') {
    return [];
  }
  if (text === '0') {
    return [free];
  }
  const parts = text.split(' ');
  const isCoded = (part: string): boolean => /^[a-z]/.test(part);
  const plain = parts
    .filter((part) => !isCoded(part))
    .map((part, index) => ({ key: inOrder[index], steps: parseSteps(part) }));
  const coded = parts.filter(isCoded).map(parseCoded);
  const standard = [...plain, ...coded.filter(({ tier }) => tier === undefined)];
  const thresholds = boundaries([...plain, ...coded].flatMap(({ steps }) => steps.map(({ above }) => above)));
  return thresholds.map((above) => ({
    above,
    rates: ratesAt(standard, above),
    tiers: Object.fromEntries(
      tiers.flatMap((tier) => {
        const own = coded.filter((one) => one.tier === tier);
        return own.length === 0 ? [] : [[tier, tierAt(own, above)]];
      })
    ),
  }));
}

const free: Level = { above: 0, rates: { input: 0, output: 0 }, tiers: {} };

interface Coded {
  tier: Tier | undefined;
  /** Undefined for a share of the standard rates. */
  key: RateName | undefined;
  steps: Steps;
}

/** Parses `h=6`, `p.i~0.45>272000:0.9` or `b~*0.5`. */
function parseCoded(text: string): Coded {
  const [, first = '', second, value = ''] = /^([a-z]+)(?:\.([a-z]+))?[=~]\*?(.+)$/.exec(text) ?? [];
  const tier = tiers.find((one) => one[0] === first);
  return { tier, key: rateCodes[tier ? (second ?? '') : first], steps: parseSteps(value) };
}

function tierAt(own: readonly Coded[], above: number): TierRates {
  const share = own.find(({ key }) => key === undefined);
  return share ? { share: at(share.steps, above) ?? 1 } : ratesAt(own, above);
}

function ratesAt(parts: readonly { key: RateName | undefined; steps: Steps }[], above: number): Rates {
  return Object.fromEntries(
    parts.flatMap(({ key, steps }) => {
      const price = at(steps, above);
      return key === undefined || price === undefined ? [] : [[key, byThousand.includes(key) ? price / 1000 : price]];
    })
  );
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
