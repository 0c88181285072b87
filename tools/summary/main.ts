import { clearResults, sumOfResults } from './results.ts';

/**
 * `main.ts clear` forgets the counts of earlier runs; `main.ts <exit code>` prints the sum of all runners as the last line.
 * A run that failed without a failed test (types, lint, a build) counts as one failure.
 */
const [what = '0'] = process.argv.slice(2);
if (what === 'clear') {
  clearResults();
} else {
  const { passed, failed, skipped } = sumOfResults();
  console.log(`${passed} passed, ${failed === 0 && what !== '0' ? 1 : failed} failed, ${skipped} skipped`);
}
