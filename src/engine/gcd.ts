/** Returns the greatest common divisor of positive whole numbers. */
export function gcd(...numbers: number[]): number {
  return numbers.reduce((a, b) => {
    let [x, y] = [a, b];
    while (y > 0) {
      [x, y] = [y, x % y];
    }
    return x;
  });
}
