import { messages } from './messages.ts';

const units = { w: 7 * 86400, d: 86400, h: 3600, m: 60, s: 1 } as const;
const shortest = 60;
const longest = 366 * units.d;

/** Parses `90m`, `12h`, `10d`, `2w` or a bare number into seconds; undefined if it is not a valid baseline offset. */
export function secondsOf(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+)\s*([wdhms]?)$/.exec(text.trim().toLowerCase()) ?? [];
  const seconds = Number(number) * units[(unit || 's') as keyof typeof units];
  return seconds >= shortest && seconds <= longest ? seconds : undefined;
}

/** Writes seconds in the largest unit that gives a whole number. */
export function inWords(seconds: number): string {
  const unit = (Object.keys(units) as Array<keyof typeof units>).find((name) => seconds % units[name] === 0) ?? 's';
  const count = seconds / units[unit];
  return `${count} ${messages.units[unit][count === 1 ? 0 : 1]}`;
}
