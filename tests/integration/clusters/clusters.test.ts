import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSettings } from '../../../src/engine/host.ts';
import type { Report } from '../../../src/engine/inspect/model.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { resource } from '../engine/resource.ts';
import { panel, withSql, type Answer } from '../engine/support.ts';
import { questions } from '../layouts/questions.ts';
import { from, to, traffic } from '../layouts/traffic.ts';
import { differences } from '../tiers/differences.ts';
import { otelMap } from '../layouts/writers/otel-map.ts';
import type { Writer } from '../layouts/writer.ts';
import { fillerOf } from '../../../tools/bench/filler.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { spreadings, writers, type Spreading } from './spreads.ts';

// Tests that tables on two shards give the same answers as on one server, wherever a trace's spans are.

const hour = 3_600_000;
const spans = traffic();
/** The same tables on one server; the first is what others are compared with. */
const singles = writers.map((writer) => ({ database: `single_${writer.id.replace(/\W/g, '_')}`, writer }));
const singleOf = (writer: Writer) => singles.find((one) => one.writer === writer) as (typeof singles)[number];
const reference = singleOf(otelMap);
let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster(spreadings);
  const { host } = cluster;
  for (const { database, writer } of singles) {
    await host.command(`DROP DATABASE IF EXISTS ${database}`);
    await host.command(`CREATE DATABASE ${database}`);
    for (const statement of writer.ddl) {
      await host.command(statement.replace('CREATE TABLE ', `CREATE TABLE ${database}.`));
    }
    for (const [table, rows] of Object.entries(writer.rows(spans))) {
      await cluster.insert(database, table, rows);
    }
  }
  for (const spreading of spreadings) {
    await cluster.fill({ ...spreading, rows: spreading.writer.rows(spans) });
  }
}, 400_000);

afterAll(async () => {
  for (const { database } of singles) {
    await cluster?.host.command(`DROP DATABASE IF EXISTS ${database}`);
  }
  await cluster?.close();
});

const settingsOf = ({ database, writer }: Pick<Spreading, 'database' | 'writer'>): HostSettings => ({
  ...cluster.host.settings,
  database,
  jsonData: { ...writer.settings, tiers: { attributes: ['app.variant'], resources: ['k8s.namespace.name'] } },
});

const asked = (question: object) => ({
  ...{ version: 1, kind: 'measure', format: 'table', groupBy: [], filters: [] },
  ...question,
});

const answers = new Map<object, Promise<Answer>>();

/** What one table answers, asked once. */
function expectedOf(question: object): Promise<Answer> {
  const known = answers.get(question) ?? cluster.host.ask(asked(question), panel(from, to), settingsOf(reference));
  answers.set(question, known);
  return known;
}

/** Rounds numbers, because sums differ in their last digits by the order of addition. */
const comparable = ({ columns, rows }: Pick<Answer, 'columns' | 'rows'>) => ({
  columns,
  rows: rows
    .map((row) => row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

const numbers = async (sql: string): Promise<unknown[]> =>
  (await cluster.host.answer({ sql, params: {}, settings: {} })).rows[0] ?? [];

const first = spreadings[0] as Spreading;
const named = spreadings.map((spreading) => [`${spreading.writer.id} ${spreading.sharding}`, spreading] as const);

describe('the cluster', () => {
  test('has a part of the rows on each shard, and of most traces if rows are spread at random', async () => {
    for (const { database, writer, sharding } of spreadings.filter(({ writer: { id } }) => id === 'otel-map')) {
      const [rows, shards, least, split] = await numbers(
        `SELECT (SELECT count() FROM ${database}.otel_traces),
           uniqExact(shard), min(own), (SELECT countIf(n > 1) FROM
             (SELECT TraceId, uniqExact(_shard_num) AS n FROM ${database}.otel_traces GROUP BY TraceId))
         FROM (SELECT _shard_num AS shard, count() AS own FROM ${database}.otel_traces GROUP BY shard)`
      );
      expect([rows, shards]).toEqual([writer.rows(spans)['otel_traces']?.length, 2]);
      expect(least).toBeGreaterThan(100);
      expect(split === 0, `${split} traces are on two shards`).toBe(sharding === 'by trace id');
    }
  });

  test('refuses what is not global', async () => {
    const table = `${first.database}.otel_traces`;
    const among = (is: string) =>
      numbers(`SELECT count() FROM ${table} WHERE ParentSpanId ${is} (SELECT SpanId FROM ${table})`);
    await expect(among('IN')).rejects.toThrow('DISTRIBUTED_IN_JOIN_SUBQUERY_DENIED');
    expect(await among('GLOBAL IN')).toEqual([spans.filter(({ parentId }) => parentId !== '').length]);
  });
});

describe.each(named)('%s', (_, spreading) => {
  test.each(Object.keys(questions).filter((name) => !(name in spreading.writer.absent)))('%s', async (name) => {
    const question = questions[name] as object;
    const expected = await expectedOf(question);
    const plan = await cluster.host.plan(asked(question), panel(from, to), settingsOf(spreading));
    const answer = await cluster.host.run(plan);
    withSql(plan, () => expect(comparable(answer)).toEqual(comparable(expected)));
  });

  test('an alert rule fails where a shard is missing', async () => {
    const question = asked({ measures: [{ id: 'requests' }], groupBy: ['model'], select: 'requests' });
    const request = panel(from, to, { fromAlert: true });
    const plan = await cluster.host.plan(question, request, settingsOf(spreading));
    expect(plan.statement.settings).toMatchObject({ skip_unavailable_shards: 0 });
    const expected = await cluster.host.ask(question, request, settingsOf(reference));
    expect(comparable(await cluster.host.run(plan))).toEqual(comparable(expected));
  });
});

/** One layout whose attributes are read from its spans alone, and one that reads two tables. */
const apart = named.filter(
  ([
    ,
    {
      sharding,
      writer: { id },
    },
  ]) => sharding === 'at random' && ['otel-map', 'langfuse'].includes(id)
);

describe.each(apart)('%s, too', (_, spreading) => {
  test('single calls are the same', async () => {
    const question = {
      ...{ version: 1, kind: 'calls', format: 'table', groupBy: ['model', 'feature'], filters: [], limit: 1000 },
      ...{ columns: ['duration', 'input_tokens', 'failed'], orderBy: 'time' },
    };
    const ask = (settings: HostSettings) => cluster.host.ask(question, panel(from, to), settings);
    const own = await ask(settingsOf(spreading));
    expect(own.rows.length).toBeGreaterThan(100);
    expect(comparable(own)).toEqual(comparable(await ask(settingsOf(singleOf(spreading.writer)))));
  });

  test('the report of instrumentations is the same', async () => {
    const inspect = async (settings: HostSettings) => {
      const { table: _table, ...report } = await resource<Report>(cluster.host, 'inspect', { from, to }, settings);
      return report;
    };
    const own = await inspect(settingsOf(spreading));
    expect(own.parents.length + own.relations.length).toBeGreaterThan(0);
    expect(own).toEqual(await inspect(settingsOf(singleOf(spreading.writer))));
  });

  test('closed hours are read from tables of calls that are spread as well', async () => {
    const settings = settingsOf(spreading);
    await fill(fillerOf(cluster.host, settings), { from, to: from + hour });
    await cluster.sync(spreading.database, ['genai_calls', 'genai_minutes', 'genai_hours']);
    // Any command makes the host forget that no hour was closed.
    await cluster.host.command('SELECT 1');
    const [shards] = await numbers(`SELECT uniqExact(_shard_num) FROM ${spreading.database}.genai_calls`);
    expect(shards).toBe(2);
    for (const name of ['by feature, some on the root', 'over time']) {
      const question = questions[name] as object;
      const expected = await expectedOf(question);
      for (const [place, source] of Object.entries({ calls: { source: 'calls' }, minutes: {} })) {
        const plan = await cluster.host.plan({ ...asked(question), ...source }, panel(from, to), settings);
        const answer = await cluster.host.run(plan);
        withSql(plan, () => {
          expect(plan.meta['reads']).toMatchObject({ requests: { from: place } });
          expect(differences({ groupBy: [], measures: [], ...question }, answer, expected)).toEqual([]);
        });
      }
    }
  });
});
