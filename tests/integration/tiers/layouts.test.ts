import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSettings } from '../../../src/engine/host.ts';
import { keeping } from '../../../tools/cli/keeping.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { rangesOf } from '../../../tools/cli/tiers/hours.ts';
import { panel, startHost, withSql, type Answer, type Host } from '../engine/support.ts';
import { questions } from '../layouts/questions.ts';
import { from, to, traffic } from '../layouts/traffic.ts';
import type { Writer } from '../layouts/writer.ts';
import { writers } from '../layouts/writers/index.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { differences } from './differences.ts';

// Tests that closed hours answer like the spans they were written from, in every layout, with an open hour among them.

const hour = 3_600_000;
let host: Host;
const spans = traffic();
const first = Math.floor(from / hour) * hour;
const hours = Array.from({ length: Math.ceil((to - first) / hour) }, (_, index) => first + index * hour);
const open = [hours[1], hours[hours.length - 1]];
/** What the tables do not keep; each is read from the spans. */
const ofSpans = ['by operation'];

beforeAll(async () => {
  host = await startHost();
  for (const writer of writers) {
    const settings = settingsOf(writer);
    await host.command(`CREATE DATABASE ${settings.database}`);
    for (const statement of writer.ddl) {
      await host.command(statement.replace('CREATE TABLE ', `CREATE TABLE ${settings.database}.`));
    }
    for (const [table, rows] of Object.entries(writer.rows(spans))) {
      const lines = rows.map((row) => JSON.stringify(row)).join('\n');
      await host.command(
        `INSERT INTO ${settings.database}.${table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${lines}`
      );
    }
    await createTiers(host, settings);
    const closed = hours.filter((at) => !open.includes(at)).map((at) => at / hour);
    const filler = fillerOf(host, settings);
    for (const range of rangesOf(closed)) {
      await fill(filler, range);
    }
  }
}, 400_000);

afterAll(() => host?.close());

/** Runs a statement once: what no table keeps is asked in the same words each time. */
const run = keeping(
  (statement) => host.answer(statement),
  () => true
);

const settingsOf = (writer: Writer): HostSettings => ({
  ...host.settings,
  database: writer.id.replace(/-/g, '_'),
  jsonData: {
    ...writer.settings,
    tiers: { attributes: ['app.variant'], resources: ['k8s.namespace.name'] },
  },
});

const asked = (question: object) => ({
  ...{ version: 1, kind: 'measure', format: 'table', groupBy: [], filters: [] },
  ...question,
});

/** Rounds numbers, because sums differ in their last digits by the order of addition. */
const comparable = ({ columns, rows }: Answer) => ({
  columns,
  rows: rows
    .map((row) => row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

for (const writer of writers) {
  describe(writer.id, () => {
    for (const [name, question] of Object.entries(questions)) {
      test(name, async () => {
        const settings = settingsOf(writer);
        const refused = await host.plan({ ...asked(question), source: 'raw' }, panel(from, to), settings).catch(String);
        if (typeof refused === 'string') {
          await expect(host.plan(asked(question), panel(from, to), settings)).rejects.toThrow();
          return;
        }
        const raw = await run(refused.statement);
        const calls = await host.plan({ source: 'calls', ...asked(question) }, panel(from, to), settings);
        const stored = await run(calls.statement);
        withSql(calls, () => {
          expect(comparable(stored)).toEqual(comparable(raw));
          const reads = Object.values(calls.meta['reads'] as Record<string, { from: string }>);
          expect(reads.some(({ from: place }) => place === 'calls')).toBe(!ofSpans.includes(name));
        });
        const plan = await host.plan(asked(question), panel(from, to), settings);
        const sums = await run(plan.statement);
        withSql(plan, () => expect(differences({ groupBy: [], measures: [], ...question }, sums, raw)).toEqual([]));
      });
    }
  });
}
