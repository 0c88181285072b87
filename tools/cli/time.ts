import { InvalidArgumentError, type Command } from 'commander';
import type { Window } from './host.ts';

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export interface TimeOptions {
  from: number;
  to: number;
}

/** Reads `now`, `now-7d` or `-7d`, `2026-03-29`, `2026-03-29T12:00:00Z`, or epoch milliseconds. Throws for anything else. */
export function instant(text: string, now = Date.now()): number {
  const [, amount, unit = ''] = /^(?:now)?(?:-(\d+)([mhdw]))?$/.exec(text) ?? [];
  if (text === 'now' || amount) {
    return now - Number(amount ?? 0) * (units[unit] ?? 0);
  }
  const time = /^\d{11,14}$/.test(text)
    ? Number(text)
    : Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('Write a time as now-24h, 2026-03-29 or 2026-03-29T12:00:00Z.');
  }
  return time;
}

export function withTimes(command: Command, from: string): Command {
  return command
    .option('--from <time>', `start, such as now-24h or 2026-03-29T12:00:00Z (default: ${from})`, (text) =>
      instant(text)
    )
    .option('--to <time>', 'end (default: now)', (text) => instant(text))
    .hook('preAction', (_, action) => {
      const now = Date.now();
      action.setOptionValue('from', action.getOptionValue('from') ?? instant(from, now));
      action.setOptionValue('to', action.getOptionValue('to') ?? now);
    });
}

export const windowOf = ({ from, to }: TimeOptions): Window => ({ from, to });
