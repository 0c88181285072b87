/**
 * Says which range would read no more than it may, where one of so many seconds reads more: `share` is how much of that is
 * allowed. Nothing is said where none would.
 */
export function rangeThatPasses(seconds: number, share: number): string {
  return seconds * share >= 1
    ? `The range was ${duration(seconds)}; at this traffic, at most ${duration(seconds * share)} would pass.`
    : '';
}

/** Rounds down, so that the range said is one that passes: 5400 becomes "1 h". */
function duration(seconds: number): string {
  const [size, unit] =
    seconds >= 86_400 ? [86_400, 'd'] : seconds >= 3600 ? [3600, 'h'] : seconds >= 60 ? [60, 'min'] : [1, 's'];
  return `${Math.floor(seconds / size)} ${unit}`;
}
