import type { Bounds } from '../../source/layouts/layout.ts';
import type { Select } from '../../sql/nodes.ts';

/** How far before the windows spans are looked for that something in the windows is about. */
export interface Reach {
  /** Seconds in which all traces are read. */
  usual: number;
  /** Seconds in which spans are read at all, at least as many. */
  lead: number;
  /** Leaves of rows before the usual seconds those of the traces that are asked for. `usual` are the times in which all are read. */
  bounded: (rows: Select, usual: readonly Bounds[]) => Select;
}

export const noReach: Reach = { usual: 0, lead: 0, bounded: (rows) => rows };
