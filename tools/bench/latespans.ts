/**
 * Measures the effect of late spans and scores on rules, by the data source's delay: traffic of 75 minutes is evaluated every
 * minute while it arrives, and each result is compared with that of the same window once everything has arrived.
 *
 *   npm run bench:latespans
 */
import { startHost } from './host.ts';
import { alsoShowing, watched } from './late/rules.ts';
import { bias, firings, watch, type Said } from './late/watch.ts';

const delays = [0, 30, 60, 120];
const seeds = [5];
const traffic = { minutes: 75, perMinute: 20 };

/** The refIds of rules that are compared with their true values. */
const compared: [title: string, uid: string, refId: string][] = [
  ['requests', 'genai-latency-p99', 'N'],
  ['mean latency', 'genai-latency-p99', 'L'],
  ['p99', 'genai-latency-p99', 'A'],
  ['cost per request', 'genai-latency-p99', 'C'],
  ['error rate', 'genai-error-rate', 'A'],
  ['mean score', 'genai-faithfulness-drop', 'A'],
];

async function main(): Promise<void> {
  const host = await startHost();
  const rules = watched.map((rule) =>
    rule.uid === 'genai-latency-p99' ? alsoShowing(rule, { L: 'latency_mean', C: 'cost_per_request' }) : rule
  );
  try {
    const said: Said[] = [];
    for (const seed of seeds) {
      said.push(...(await watch(host, rules, delays, { ...traffic, seed })));
    }
    say(['delay, s', 'evaluations', 'false firings', 'missed', ...compared.map(([title]) => title)]);
    say(Array.from({ length: 4 + compared.length }, () => '---'));
    for (const delay of delays) {
      const own = said.filter((one) => one.delay === delay);
      const { ticks, without, missed } = firings(own);
      const biases = compared.map(([, uid, refId]) =>
        bias(
          own.filter(({ rule }) => rule === uid),
          refId
        )
      );
      say([String(delay), ...[ticks, without, missed].map(String), ...biases.map(percent)]);
    }
    say(['rule', 'delay, s', 'evaluations', 'false firings', 'missed']);
    say(Array.from({ length: 5 }, () => '---'));
    for (const { uid } of rules) {
      for (const delay of delays) {
        const { ticks, without, missed } = firings(said.filter((one) => one.rule === uid && one.delay === delay));
        say([uid, ...[delay, ticks, without, missed].map(String)]);
      }
    }
  } finally {
    await host.close();
  }
}

/** Writes a percentage, and avoids `-0.0`. */
const percent = (share: number): string => `${(Math.round(share * 1000) / 10 + 0).toFixed(1)}%`;

const say = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
