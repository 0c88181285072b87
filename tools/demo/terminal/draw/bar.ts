const EIGHTHS = ' ▏▎▍▌▋▊▉';

/** Draws a bar for a share of the width, to an eighth of a column: `███▌`. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * width * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? (EIGHTHS[rest] ?? '') : '');
}
