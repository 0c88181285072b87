/** A line of the difference of two texts: kept, only in the first, or only in the second. */
export interface Line {
  mark: ' ' | '-' | '+';
  text: string;
}

/** Computes the shortest line-by-line difference of two texts. */
export function differenceOf(a: string, b: string): Line[] {
  const [left, right] = [a.split('\n'), b.split('\n')];
  // lengths[i][j] is the length of the longest common subsequence of the lines from i and from j.
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ mark: ' ', text: left[i++] ?? '' });
      j++;
    } else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: left[i++] ?? '' });
    } else {
      lines.push({ mark: '+', text: right[j++] ?? '' });
    }
  }
  return lines;
}
