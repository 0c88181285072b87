import { drawStats, type Stat } from './draw/stats.ts';
import { beside, type Block } from './draw/text.ts';

/** A drawn panel: a number, or lines of half or full width. */
export type Drawn = { stat: Stat } | { half: Block } | { whole: Block };

/** The least width at which two panels stand side by side. */
const WIDE = 100;
const GAP = 3;

/** Returns the width of a panel of half width, which is all of a narrow terminal. */
export const halfOf = (width: number): number => (width >= WIDE ? Math.floor((width - GAP) / 2) : width);

/** Arranges panels in order: consecutive numbers in one strip, panels of half width in pairs. */
export function arrange(panels: readonly Drawn[], width: number): Block {
  const lines: string[] = [];
  const inPair = width >= WIDE ? 2 : 1;
  let stats: Stat[] = [];
  let halves: Block[] = [];
  const flush = () => {
    lines.push(...(stats.length > 0 ? drawStats(stats, width) : []), ...beside(halves, width, GAP));
    stats = [];
    halves = [];
  };
  for (const panel of panels) {
    const goesOn =
      'stat' in panel ? halves.length === 0 : 'half' in panel && stats.length === 0 && halves.length < inPair;
    if (!goesOn) {
      flush();
    }
    if ('stat' in panel) {
      stats.push(panel.stat);
    } else if ('half' in panel) {
      halves.push(panel.half);
    } else {
      lines.push(...panel.whole);
    }
  }
  flush();
  return lines;
}
