import type { Calibration } from '../../evaluate/calibration/calibrate.ts';
import type { Evaluator } from '../../evaluate/config/schema.ts';
import { nanoDollars } from '../../evaluate/cap.ts';
import type { Event } from '../../evaluate/run/work.ts';
import type { Address } from '../../evaluate/watch/listen.ts';
import type { Passed } from '../../evaluate/run/pass.ts';

/** Messages of the commands of evaluators. */

export const madeReady = () =>
  'The tables are there. Run "evaluate run --config evaluators.yaml --dry-run" to see what it would do and cost.';

export const noTables = (table: string) => `The table ${table} is not there. Run "evaluate apply" once.`;

export const noConfig = (file: string) => `${file} cannot be read.`;

export const notAllDecided = () => 'Not everything that was due is decided: see above.';

export const begun = (evaluators: readonly Evaluator[], worker: string) =>
  `Worker ${worker} runs ${evaluators.map(({ name, version }) => `${name}@${version}`).join(', ')}.`;

export const listening = ({ host, port }: Address) =>
  `Serves http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz and /metrics.`;

export const spansNotWritten = () =>
  'The spans of judges’ calls cannot be written. Results can, unless it says so; the cap goes by the ledger.';

export const noAddress = () => 'Write an address and a port, such as 127.0.0.1:9464.';

export const noSuchEvaluator = (name: string, known: readonly string[]) =>
  `There is no evaluator ${name} in the file: it has ${known.join(', ')}.`;

export const whichEvaluator = (names: readonly string[]) =>
  `Name one of the file’s evaluators with --evaluator: ${names.join(', ')}.`;

const share = (value: number): string => `${Math.round(value * 100)}%`;

/** What a calibration found, above its table. */
export function calibrationLines(found: Calibration): string[] {
  const { evaluator, version, labels, unscored, pairs, agreement, kappa, passFrom, suggested } = found;
  return [
    `${evaluator}@${version}: ${labels - unscored} of ${labels} labelled calls have a score.${unscored === 0 ? '' : ` ${unscored} have none: run "evaluate backfill" over their days.`}`,
    ...(pairs > 0
      ? [`Agreement: ${share(agreement)}.`]
      : labels > unscored
        ? ['Its scores have no verdict, and no threshold agrees with the labels better than chance.']
        : []),
    ...(kappa === null
      ? ['Cohen’s kappa is not defined: there are no pairs, or all are of one class.']
      : [
          `Cohen’s kappa: ${kappa.value.toFixed(2)}, from ${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)} with 95% confidence.`,
        ]),
    ...(passFrom === null ? [] : [`Scores from ${passFrom} pass here.`]),
    ...(suggested === null
      ? []
      : [`Suggested: passFrom: ${suggested.passFrom}, with a kappa of ${suggested.kappa.toFixed(2)} on these labels.`]),
  ];
}

export const usd = (nanos: number): string =>
  `$${(nanos / nanoDollars).toFixed(nanos > 0 && nanos < nanoDollars / 100 ? 6 : 2)}`;

/** What happened to an evaluator, in a line; undefined for what need not be said. */
export function lineOf(event: Event): string | undefined {
  switch (event.what) {
    case 'waiting':
      return 'another worker decides for it; waiting to take over';
    case 'leading':
      return 'decides';
    case 'lost':
      return 'another worker may have taken over; nothing more is written until it is clear';
    case 'error':
      return `error: ${event.message}`;
    case 'paused':
      return `pauses for ${Math.round(event.seconds)} s: ${reasonOf(event.why)}`;
    case 'published':
      return undefined;
    case 'unpublished':
      return event.message;
    case 'passed':
      return event.passed.due === 0 ? undefined : passedLine(event.passed);
  }
}

function passedLine({ due, scored, skipped, failed, bad, cost, capped, unavailable }: Passed): string {
  return [
    `${due} due: ${scored} scored`,
    ...counted('skipped', skipped),
    ...counted('failed', failed),
    ...(bad === 0 ? [] : [`${bad} unreadable answers`]),
    ...(cost === 0 ? [] : [usd(cost)]),
    ...(capped === undefined ? [] : [reasonOf(`cap_${capped}`)]),
    ...(unavailable === undefined ? [] : [reasonOf(unavailable.unavailable)]),
  ].join(', ');
}

const counted = (what: string, reasons: Readonly<Record<string, number>>): string[] =>
  Object.entries(reasons).map(([reason, count]) => `${count} ${what} (${reason})`);

const reasons: Readonly<Record<string, string>> = {
  cap_day: 'the cap of the day is reached',
  cap_month: 'the cap of the month is reached',
  rate_limited: 'the judge is rate-limited',
  unauthorized: 'the judge refuses the key',
  not_found: 'the judge’s address or model is not known there',
  server_error: 'the judge has an error',
  unreachable: 'the judge cannot be reached',
  timeout: 'the judge does not answer in time',
};

const reasonOf = (why: string): string => reasons[why] ?? why;

export const dryHead = (when: string) => [
  ...['Evaluator', 'Version', `Calls of ${when}`, 'Would be skipped'],
  `Cost of ${when}`,
];

export const unknownCost = () => 'unknown';

export const dryNote = (sample: number) =>
  `What would be skipped and what it costs is estimated from the latest ${sample} calls of each, with four characters a token and answers of 120 tokens. Nothing was asked or written.`;
