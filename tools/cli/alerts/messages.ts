/** Messages of the alert rule commands. */

export const unknownRule = (uid: string, known: readonly string[]) =>
  `There is no rule ${uid}. Use one of: ${known.join(', ')}.`;

export const noConfig = (file: string) => `There is no file ${file}.`;

export const numberExpected = () => 'Write a number as name=value, such as p99=20.';

export const incidentExpected = () =>
  'Write an incident as start/end, such as 2026-03-29T12:00:00Z/2026-03-29T13:00:00Z.';

export const neverFired = () => 'The rule would not have fired.';

export const fired = (firings: number, instances: number, duration: string) =>
  `${firings} firing${firings === 1 ? '' : 's'} of ${instances} instance${instances === 1 ? '' : 's'}, ${duration} in total.`;

export const replayed = (count: number, every: string) => `${count} evaluations, one every ${every}.`;

export const caughtOf = (caught: number, incidents: number) => `${caught} of ${incidents}`;

export const nothingCaught = () => 'No value of any single number would have caught an incident.';

export const suggestion = (flags: readonly string[]) => `Try: ${flags.join(' ')}`;

export const refused = (status: number, text: string) =>
  `Grafana responded with ${status}: ${text.slice(0, 300)}. Check the address, and that the token has permission to read alert rules.`;

export const allEqual = (count: number) => `All ${count} rules in Grafana match the local ones.`;
