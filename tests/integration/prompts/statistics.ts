/** Welch's t-test and the z-test of two shares, from the textbook, independent of the compiler. */

export interface Tested {
  nA: number;
  nB: number;
  meanA: number;
  meanB: number;
  low: number;
  high: number;
  p: number;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: number[]) => sum(values) / values.length;
const variance = (values: number[]) => sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);

/** Computes the logarithm of the gamma function, by Lanczos' approximation. */
function logGamma(x: number): number {
  const coefficients = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155];
  const series = [...coefficients, 0.1208650973866179e-2, -0.5395239384953e-5];
  const base = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const total = series.reduce((all, one, index) => all + one / (x + index + 1), 1.000000000190015);
  return -base + Math.log((2.5066282746310005 * total) / x);
}

/** Computes the regularised incomplete beta function, by Lentz's continued fraction. */
function beta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - beta(1 - x, b, a);
  }
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x) - Math.log(a)
  );
  let [f, c, d] = [1, 1, 0];
  for (let i = 0; i <= 500; i++) {
    const m = Math.floor(i / 2);
    const numerator =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + numerator * d || 1e-30);
    c = 1 + numerator / c || 1e-30;
    f *= c * d;
    if (Math.abs(1 - c * d) < 1e-14) {
      break;
    }
  }
  return front * (f - 1);
}

/** Computes the probability beyond t on both sides. */
const beyondT = (t: number, freedom: number) => beta(freedom / (freedom + t * t), freedom / 2, 0.5);

/** Finds the t beyond which lie 5%. */
function quantileT(freedom: number): number {
  let [low, high] = [0, 1000];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    [low, high] = beyondT(middle, freedom) > 0.05 ? [middle, high] : [low, middle];
  }
  return low;
}

export function welch(a: number[], b: number[]): Tested {
  const [ofA, ofB] = [variance(a) / a.length, variance(b) / b.length];
  const error = Math.sqrt(ofA + ofB);
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1));
  const difference = mean(b) - mean(a);
  const margin = quantileT(freedom) * error;
  return {
    nA: a.length,
    nB: b.length,
    meanA: mean(a),
    meanB: mean(b),
    low: difference - margin,
    high: difference + margin,
    p: beyondT(Math.abs(difference) / error, freedom),
  };
}

/** Computes the complement of the error function, by Simpson's rule. */
function erfc(x: number): number {
  const steps = 20_000;
  const width = x / steps;
  let total = 1 + Math.exp(-x * x);
  for (let i = 1; i < steps; i++) {
    total += (i % 2 === 0 ? 2 : 4) * Math.exp(-((i * width) ** 2));
  }
  return 1 - ((2 / Math.sqrt(Math.PI)) * (total * width)) / 3;
}

export function zTest(a: number[], b: number[]): Tested {
  const [shareA, shareB] = [mean(a), mean(b)];
  const error = Math.sqrt((shareA * (1 - shareA)) / a.length + (shareB * (1 - shareB)) / b.length);
  const difference = shareB - shareA;
  return {
    nA: a.length,
    nB: b.length,
    meanA: shareA,
    meanB: shareB,
    low: difference - 1.959963984540054 * error,
    high: difference + 1.959963984540054 * error,
    p: erfc(Math.abs(difference) / error / Math.SQRT2),
  };
}
