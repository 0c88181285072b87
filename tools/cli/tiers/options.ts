import { InvalidArgumentError, type Command } from 'commander';
import type { Connection, ConnectionOptions } from '../connection.ts';
import { keeping } from '../keeping.ts';
import { readJsonData } from '../settings.ts';
import type { Filler } from './filler.ts';

export interface TierOptions extends ConnectionOptions {
  settings?: string;
}

/** Adds the data source's own settings: rows that are read with others are not used. */
export const withSettings = (command: Command): Command =>
  command.option(
    '--settings <file>',
    'the data source’s settings, such as its provisioning file: without them, its defaults'
  );

export interface DdlOptions extends TierOptions {
  cluster?: string;
  replicated?: boolean;
  retention?: number;
  views?: boolean;
}

export const withDdl = (command: Command): Command =>
  command
    .option('--cluster <name>', 'make the tables on every server of a cluster')
    .option('--replicated', 'keep replicas in step; ClickHouse Cloud does so itself')
    .option('--retention <days>', 'drop hours after so many days', wholeNumber);

export const withViews = (command: Command): Command =>
  command.option(
    '--views',
    'the views by which ClickHouse (24.10 or later) fills the tables itself, instead of the tables'
  );

/** What fills: the connection, with the settings of the file. */
export const fillerOf = (connection: Connection, { settings }: TierOptions): Filler => ({
  settings: withFile(connection.settings, settings),
  run: keeping(connection.run),
  write: connection.write,
});

/** The settings of a data source as the options and the file say; the connection is the options'. */
export function withFile<Host extends { jsonData: Record<string, unknown> }>(
  host: Host,
  file: string | undefined
): Host {
  if (file === undefined) {
    return host;
  }
  const { database: _, ...own } = readJsonData(file);
  return { ...host, jsonData: { ...host.jsonData, ...own } };
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('Write a whole number of at least 1.');
  }
  return value;
}

const mostDays = 3660;

export function days(text: string): number {
  const value = wholeNumber(text);
  if (value > mostDays) {
    throw new InvalidArgumentError(`Write at most ${mostDays} days.`);
  }
  return value;
}
