import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableThere } from '../../../src/engine/source/tablesthere.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { resource } from './resource.ts';
import { startHost, type Host } from './support.ts';

// The config editor offers the tables that exist and have a known layout, of any database that the user may read.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema('there')) {
    await host.command(statement);
  }
  await host.command('CREATE DATABASE `odd name`');
  await host.command('CREATE TABLE `odd name`.spans AS there.otel_traces');
  await host.command('CREATE TABLE there.users (id UInt64, name String) ENGINE = MergeTree ORDER BY id');
});

afterAll(() => host?.close());

test('tables that could be read are listed by what they can be read as', async () => {
  const settings = { ...host.settings, jsonData: { tracesTable: 'there.nowhere' } };
  const { tables } = await resource<{ tables: TableThere[] }>(host, 'tables', {}, settings);
  const named = (role: string) =>
    tables.filter((one) => one.role === role).map(({ database, table }) => `${database}.${table}`);
  expect(named('traces')).toEqual(expect.arrayContaining(['odd name.spans', 'there.otel_traces']));
  expect(named('logs')).toContain('there.otel_logs');
  expect(tables.map(({ table }) => table)).not.toContain('users');
  expect(tables.map(({ database }) => database)).not.toContain('system');
});
