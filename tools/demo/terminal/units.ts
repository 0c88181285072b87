/** Formats a number in a unit as Grafana does, in English. Without `decimals`, three significant digits are shown. */
export function inUnit(value: number, unit = 'short', decimals?: number): string {
  return (units[unit] ?? short)(value, decimals);
}

type Unit = (value: number, decimals: number | undefined) => string;

const short: Unit = (value, decimals) => scaled(value, decimals, [1, ''], [1e3, ' K'], [1e6, ' Mil'], [1e9, ' Bil']);

/** The units of measures. Source: Grafana, packages/grafana-data/src/valueFormats/categories.ts. */
const units: Record<string, Unit> = {
  none: plain,
  short,
  currencyUSD: (value, decimals) => (value < 0 ? `-${dollars(-value, decimals)}` : dollars(value, decimals)),
  percentunit: (value, decimals) => `${plain(100 * value, decimals)}%`,
  s: (value, decimals) =>
    scaled(value, decimals, [1e-6, ' µs'], [1e-3, ' ms'], [1, ' s'], [60, ' min'], [3600, ' hour'], [86_400, ' day']),
  'suffix:×': (value, decimals) => `${plain(value, decimals)}×`,
  h: (value, decimals) => scaled(value * 3600, decimals, [60, ' min'], [3600, ' hour'], [86_400, ' day']),
};

const dollars: Unit = (value, decimals) => `$${scaled(value, decimals, [1, ''], [1e3, 'K'], [1e6, 'M'], [1e9, 'B'])}`;

type Step = [from: number, name: string];

/** Formats a number in the largest step that it reaches; steps are in ascending order. */
function scaled(value: number, decimals: number | undefined, ...steps: [Step, ...Step[]]): string {
  const [from, name] =
    steps.filter(([least]) => Math.abs(value) >= least).pop() ?? (value === 0 ? one(steps) : steps[0]);
  return plain(value / from, decimals) + name;
}

/** Returns the step of size 1, for zero. */
const one = (steps: [Step, ...Step[]]): Step => steps.find(([from]) => from === 1) ?? steps[0];

function plain(value: number, decimals: number | undefined): string {
  const digits = decimals ?? usualDecimals(value);
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Returns how many decimals make three significant digits; a whole number has none. */
function usualDecimals(value: number): number {
  const size = Math.abs(value);
  return Number.isInteger(value) ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
}
