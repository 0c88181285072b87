/** Seeded randomness. Every stream has 128 bits of state, so the ids drawn from different streams do not meet. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** Whole number, uniform in [from, to]. */
  int(from: number, to: number): number;
  /** Triangular in (-1, 1), mean 0. */
  triangle(): number;
  /** Lognormal with this median; `sigma` is of the logarithm, cut at 2.5 sigma. */
  lognormal(median: number, sigma: number): number;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; the weights need not add up to 1. */
  weighted<T>(items: ReadonlyArray<readonly [T, number]>): T;
  /** `digits` hexadecimal digits, a multiple of 8. */
  hex(digits: number): string;
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The generator sfc32, seeded from any number of integers. */
function sfc32(keys: readonly number[]): () => number {
  const word = (salt: number) => keys.reduce((h, key) => mix(Math.imul(h, 31) + (key | 0) + 0x9e3779b9), salt);
  let [a, b, c, d] = [word(1), word(2), word(3), 1];
  const draw = () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) {
    draw();
  }
  return draw;
}

export function random(...keys: number[]): Random {
  const draw = sfc32(keys);
  const next = () => draw() / 4294967296;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    chance: (p) => next() < p,
    between: (from, to) => from + next() * (to - from),
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    triangle: () => next() - next(),
    lognormal: (median, sigma) => median * Math.exp(sigma * Math.max(-2.5, Math.min(2.5, normal()))),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      return (items.find(([, weight]) => (left -= weight) < 0) ?? items[items.length - 1]!)[0];
    },
    hex: (digits) => {
      let text = '';
      while (text.length < digits) {
        text += draw().toString(16).padStart(8, '0');
      }
      return text;
    },
  };
}
