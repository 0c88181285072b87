/** What the commands of alert rules say. */

export const unknownRule = (uid: string, known: readonly string[]) =>
  `There is no rule ${uid}. There are ${known.join(', ')}.`;

export const noConfig = (file: string) => `There is no file ${file}.`;

export const numberExpected = () => 'Write a number as its name and value, such as p99=20.';

export const incidentExpected = () =>
  'Write an incident as its begin and end, such as 2026-03-29T12:00:00Z/2026-03-29T13:00:00Z.';

export const neverFired = () => 'It would not have fired.';

export const fired = (firings: number, instances: number, duration: string) =>
  `${firings} firing${firings === 1 ? '' : 's'} of ${instances} instance${instances === 1 ? '' : 's'}, ${duration} in all.`;

export const replayed = (count: number, every: string) => `${count} evaluations, one every ${every}.`;

export const caughtOf = (caught: number, incidents: number) => `${caught} of ${incidents}`;

export const nothingCaught = () => 'No value of any single number catches an incident.';

export const suggestion = (flags: readonly string[]) => `Try: ${flags.join(' ')}`;

export const refused = (status: number, text: string) =>
  `Grafana answered ${status}: ${text.slice(0, 300)}. Check the address, and that the token may read alert rules.`;

export const allEqual = (count: number) => `All ${count} rules are in Grafana as they are here.`;
