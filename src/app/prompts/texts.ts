import { formatMoney, formatNumber, formatTime } from '../alerts/format.ts';
import { messages as shared } from '../parts/messages.ts';
import { messages } from './messages.ts';
import type { Compared, Version } from './versions.ts';

/** Writes a value of a measure; a difference has its sign. */
export function valueText(value: number | null, unit: string, isDifference = false): string {
  if (value === null) {
    return shared.unknown;
  }
  const size = isDifference ? Math.abs(value) : value;
  const text = unit === 'currencyUSD' ? formatMoney(size) : formatNumber(size, unit);
  return isDifference && value !== 0 ? `${value < 0 ? '−' : '+'}${text}` : text;
}

const smallest = 0.001;

export const pText = (p: number): string =>
  p < smallest ? messages.below(String(smallest)) : messages.equals(p.toFixed(3));

export const lineOf = ({ measure, unit, a, b, p }: Compared): string =>
  messages.line(measure, valueText(a, unit), valueText(b, unit), p === null ? '' : pText(p));

/** Writes what speaks for and against a roll-back as a text that can be sent to somebody. */
export function evidenceText(prompt: string, a: Version, b: Version, rows: readonly Compared[]): string {
  const of = (verdict: string) => rows.filter((row) => row.verdict === verdict);
  const [worse, better] = [of('worse'), of('better')];
  const list = (some: readonly Compared[]) => some.map((row) => `- ${lineOf(row)}`);
  return [
    `${prompt}: ${worse.length > 0 ? messages.worse(b.version, a.version) : messages.notWorse(b.version, a.version)}`,
    ...deployedLines([b, a]),
    ...(worse.length > 0 ? ['', messages.worseText(worse.length), ...list(worse)] : []),
    ...(better.length > 0 ? ['', messages.betterText, ...list(better)] : []),
    '',
    messages.test,
    '',
  ].join('\n');
}

export const deployedLines = (versions: readonly Version[]): string[] =>
  versions.flatMap(({ version, deployed, owner }) =>
    deployed === null ? [] : [messages.since(version, formatTime(deployed), owner)]
  );
