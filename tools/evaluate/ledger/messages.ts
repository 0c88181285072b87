/** Messages about the tables of evaluators. */

export const logsMissing = (table: string) =>
  `The table ${table}, into which scores are written, was not found. Create it with the collector, or name another in the data source’s settings (logsTable).`;

export const logsNotLaidOut = (table: string, missing: readonly string[]) =>
  `The table ${table} is none of the collector’s log records: it lacks ${missing.join(', ')}. Name another in the data source’s settings (logsTable).`;

export const notWritten = (code: string, name: string) =>
  `ClickHouse did not write results: code ${code}${name === '' ? '' : `, ${name}`}. Its log says more.`;
