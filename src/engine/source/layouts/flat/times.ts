import { call, column, infix, number, type Expression } from '../../../sql/nodes.ts';
import type { Bounds } from '../layout.ts';
import { between } from '../rows.ts';

/** The time of a custom table: as a DateTime64(9), and as a condition for a range. */
export interface MappedTime {
  value: Expression;
  within: (bounds: Bounds) => Expression;
}

const epochs = {
  timeSeconds: { perSecond: 1, of: 'toUnixTimestamp' },
  timeMs: { perSecond: 1e3, of: 'toUnixTimestamp64Milli' },
  timeNs: { perSecond: 1e9, of: 'toUnixTimestamp64Nano' },
} as const;

/** Finds the column mapped as `time`, or as an epoch with the unit in its name; null if there is none. */
export function mappedTime(columns: Readonly<Record<string, string | undefined>>): MappedTime | null {
  if (columns['time'] !== undefined) {
    const time = column(columns['time']);
    return { value: call('toDateTime64', time, number(9)), within: between(time) };
  }
  for (const [name, { perSecond, of }] of Object.entries(epochs)) {
    const own = columns[name];
    if (own !== undefined) {
      const nanoseconds = infix('*', call('toInt64', column(own)), number(1e9 / perSecond));
      return {
        value: call('fromUnixTimestamp64Nano', nanoseconds),
        within: ({ from, to }) => between(column(own))({ from: call(of, from), to: call(of, to) }),
      };
    }
  }
  return null;
}
