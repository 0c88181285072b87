import pc from 'picocolors';
import { fit, type Block } from './text.ts';

export interface Stat {
  title: string;
  text: string;
}

const LEAST = 16;

/** Draws numbers under their titles, as many side by side as fit. */
export function drawStats(stats: readonly Stat[], width: number): Block {
  const inLine = Math.max(1, Math.min(stats.length, Math.floor(width / LEAST)));
  const each = Math.floor(width / inLine);
  const lines: string[] = [];
  for (let first = 0; first < stats.length; first += inLine) {
    const some = stats.slice(first, first + inLine);
    lines.push(
      pc.dim(
        some
          .map(({ title }) => fit(title, each - 1))
          .join(' ')
          .trimEnd()
      )
    );
    lines.push(
      pc.bold(
        some
          .map(({ text }) => fit(text, each - 1))
          .join(' ')
          .trimEnd()
      )
    );
  }
  return lines;
}
