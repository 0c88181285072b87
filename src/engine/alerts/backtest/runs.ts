/** Symbols: the result of a condition for a label set at a tick. `dropped` means that it is not in the answer despite rows. */
export const normal = 0;
export const firing = 1;
export const noValue = 2;
export const dropped = 3;
/** The symbol of an evaluation that failed. */
export const failed = 4;

export type Symbol = typeof normal | typeof firing | typeof noValue | typeof dropped | typeof failed;

/** A range of ticks `[from, to)`, by index, with the same symbol. */
export interface Run {
  from: number;
  to: number;
  symbol: Symbol;
  /** The most extreme value of the chart's refId in it. */
  peak: number | null;
}

/** The runs of a label set, in order; between them it is absent. */
export interface Series {
  labels: Record<string, string>;
  runs: Run[];
}

export interface Span {
  from: number;
  to: number;
}

/** Unites spans, in order. */
export function united(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found[found.length - 1];
    if (last && span.from <= last.to) {
      last.to = Math.max(last.to, span.to);
    } else {
      found.push({ from: span.from, to: span.to });
    }
  }
  return found;
}

/** Returns the ticks of `[0, count)` outside the spans, which are in order and do not overlap. */
export function others(spans: readonly Span[], count: number): Span[] {
  const edges = [0, ...spans.flatMap(({ from, to }) => [from, to]), count];
  return Array.from({ length: edges.length / 2 }, (_, index) => ({
    from: edges[2 * index] ?? 0,
    to: edges[2 * index + 1] ?? 0,
  })).filter(({ from, to }) => from < to);
}
