import pc from 'picocolors';
import type { Series } from './series.ts';
import { fit, longest, right, type Block } from './text.ts';

const SHADES = ' ░▒▓█';

/** Draws one line per bucket, the largest bucket on top; darker means more. Buckets are named after their upper bounds. */
export function drawHeatmap(
  title: string,
  buckets: readonly Series[],
  { width, rows, text }: { width: number; rows: number; text: (bound: number) => string }
): Block {
  const ordered = [...buckets].sort((a, b) => Number(b.name) - Number(a.name));
  const shown = ordered.slice(0, rows);
  const most = Math.max(1, ...shown.flatMap(({ points }) => points.map((value) => value ?? 0)));
  const names = shown.map(({ name }) => (Number.isFinite(Number(name)) ? text(Number(name)) : name));
  const wide = longest(names);
  return [
    pc.bold(fit(title, width)),
    ...shown.map(({ points }, index) => {
      // The square root keeps small counts visible next to large ones, as in the panel's own colours.
      const cells = points.map((value) => SHADES[Math.ceil(Math.sqrt((value ?? 0) / most) * (SHADES.length - 1))]);
      return `${right(names[index] ?? '', wide)}  ${pc.cyan(cells.slice(0, width - wide - 2).join(''))}`;
    }),
    ...(ordered.length > shown.length ? [pc.dim(`and ${ordered.length - shown.length} more`)] : []),
  ];
}
