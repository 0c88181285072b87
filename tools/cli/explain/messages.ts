/** Messages of the command. */

export const unreadable = (file: string, why: string) => `The query ${file} cannot be read: ${why}`;

export const notJson = (file: string, why: string) => `The query ${file} is not JSON: ${why}`;

export const withoutServer = () =>
  'No connection was given, so this is for the tables that the OpenTelemetry Collector creates, whatever they contain. With --url or --embedded, the engine first looks at the data, and the statement is shorter.';

export const nobodyLooked = () => 'not taken: the statement reads every dialect';

export const noneNeeded = () => 'not needed for a custom SQL query';

export const knownWhenRun = () => 'known only with a connection, because they follow from the types of the result';

export const stepsAreYours = () => 'written by hand in the query’s SQL';

export const fromMinutes = (step: number) =>
  `whole hours from the table of minutes by ${step} s, other closed ones from the table of calls, open ones from the spans`;

export const fromCalls = (why?: string) =>
  `closed hours from the table of calls, open ones from the spans${why === undefined ? '' : `; not from the table of minutes: ${why}`}`;

export const fromSpans = (why: string) => `everything from the spans: ${why}`;
