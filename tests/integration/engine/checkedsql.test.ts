import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { clickHouseTime, from, t0 } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// Tests that no SQL of a viewer is answered with what a user, a model or a tool wrote: whatever passes is run.

let host: Host;
const database = 'default';
const secret = 'S3CRET';
const middle = (from + t0) / 2;

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema(database)) {
    await host.command(statement);
  }
  const content = { 'gen_ai.input.messages': secret, 'gen_ai.request.model': 'm' };
  const insert = (table: string, row: Record<string, unknown>) =>
    host.command(`INSERT INTO ${database}.${table} FORMAT JSONEachRow\n${JSON.stringify(row)}`);
  await insert('otel_traces', {
    ...{ Timestamp: clickHouseTime(middle), TraceId: 't', SpanId: 's', ServiceName: 'shop', Duration: 1 },
    ...{ SpanAttributes: content, ResourceAttributes: { prompt: secret } },
    ...{ 'Events.Timestamp': [clickHouseTime(middle)], 'Events.Name': ['e'], 'Events.Attributes': [content] },
    ...{ 'Links.TraceId': ['l'], 'Links.SpanId': ['l'], 'Links.TraceState': [''], 'Links.Attributes': [content] },
  });
  await insert('otel_logs', {
    ...{ Timestamp: clickHouseTime(middle), TraceId: 't', SpanId: 's', ServiceName: 'shop', EventName: 'e' },
    ...{ Body: secret, LogAttributes: content, ResourceAttributes: {} },
  });
  await host.command(`CREATE TABLE ${database}.notes (note String) ENGINE = Memory`);
  await host.command(`INSERT INTO ${database}.notes VALUES ('${secret}')`);
}, 120_000);

afterAll(() => host?.close());

const settings = () => ({ ...host.settings, database });
const viewer = { user: { login: 'vic', role: 'Viewer' } };

/** Runs SQL as a viewer: its answer, or why there is none, as text. */
async function answered(sql: string): Promise<{ isPermitted: boolean; text: string }> {
  const query = { version: 1, kind: 'sql', format: 'table', sql };
  const plan = await host.plan(query, panel(from, t0, viewer), settings()).catch((failure: unknown) => String(failure));
  if (typeof plan === 'string') {
    return { isPermitted: false, text: plan.replaceAll(sql, '') };
  }
  const { sql: sent, params, settings: own } = plan.statement;
  const answer = await host.post(sent, params, { ...own, database });
  return { isPermitted: true, text: (await answer.text()).replaceAll(sent, '') };
}

describe('SQL of a viewer', () => {
  test.each([
    [`SELECT count() FROM otel_traces`, '1'],
    [`SELECT t.ServiceName AS format, count() AS settings FROM otel_traces AS t GROUP BY format`, 'shop\t1'],
    [
      `WITH own AS (SELECT TraceId AS id FROM otel_logs) SELECT id FROM own AS o JOIN otel_traces AS t ON t.TraceId = o.id`,
      't',
    ],
    [`SELECT arrayMap((x, y) -> x + y, [1], [2]) AS sum, Duration::Float64 FROM otel_traces // sum`, '[3]\t1'],
    [
      `SELECT n, row_number() OVER w AS nth FROM otel_traces ARRAY JOIN Events.Name AS n WINDOW w AS (ORDER BY n)`,
      'e\t1',
    ],
    [
      `SELECT date, type FROM (SELECT toYear(Timestamp) AS date, SpanAttributes['gen_ai.request.model'] AS type FROM otel_traces)`,
      '2026\tm',
    ],
    [
      `SELECT TraceId FROM otel_traces WHERE ServiceName IN (SpanName, 'shop') AND TraceId IN (SELECT TraceId FROM otel_logs)`,
      't',
    ],
  ])('is answered: %s', async (sql, expected) => {
    expect(await answered(sql)).toEqual({ isPermitted: true, text: `${expected}\n` });
  });

  test.each([
    `SELECT 1 // '\n, toString(SpanAttributes) FROM otel_traces // '`,
    `SELECT Events.Attributes FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS Events FROM (SELECT 1 AS Attributes))`,
    `SELECT e.Attributes FROM otel_traces ARRAY JOIN Events AS e WHERE 1 NOT IN (SELECT 2 AS Events FROM (SELECT 1 AS Attributes))`,
    `SELECT TOP 5 * EXCEPT ServiceName FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS TOP FROM (SELECT 1 AS \`EXCEPT\`))`,
    `SELECT 1 AS note, notIn('guess', notes) FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS notes)`,
    `SELECT 1 AS n, 'guess' IN (notes AS n) FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS notes)`,
    `SELECT count() FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS SETTINGS FROM (SELECT 1 AS max_rows_to_read)) SETTINGS max_rows_to_read = 0`,
    `SELECT ServiceName FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS FORMAT FROM (SELECT 1 AS JSON)) FORMAT JSON`,
  ])('is not: %s', async (sql) => {
    const { isPermitted, text } = await answered(sql);
    expect(text).not.toContain(secret);
    expect(isPermitted && !text.startsWith('Code:'), text.slice(0, 300)).toBe(false);
  });

  test('never reads content, however it is put together', async () => {
    const random = randomOf(7);
    let answers = 0;
    for (let n = 0; n < 1500; n++) {
      const sql = madeUp(random);
      const { isPermitted, text } = await answered(sql);
      answers += isPermitted && !text.startsWith('Code:') ? 1 : 0;
      expect(text.includes(secret), sql).toBe(false);
    }
    expect(answers).toBeGreaterThan(10);
  }, 300_000);
});

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A SELECT of names that mean content in some place, each of which may be an alias in another. */
function madeUp(random: () => number): string {
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const spelled = (name: string) => one([name, name, name, `\`${name}\``, `"${name}"`]);
  const aliases = [
    'Events',
    'Attributes',
    'TOP',
    'EXCEPT',
    'SETTINGS',
    'notes',
    'note',
    'e',
    'x',
    'values',
    'Body',
  ].map(spelled);
  const plain = ['ServiceName', 'SpanName', 'Events.Name', '1', "'a'"];
  const name = () => one([...plain, ...plain, ...aliases.slice(0, 8)]);
  const value = (): string =>
    one([
      name,
      name,
      name,
      () => `${name()} AS ${one(aliases)}`,
      () => `${one(aliases)}.${one([...aliases, 'Name'])}`,
      () => `${one(['toString', 'tuple', 'max', 'arrayJoin', 'notIn', 'count', 'hex'])}(${value()})`,
      () => `arrayMap(x -> ${value()}, [1])`,
      () => `SpanAttributes[${one(["'gen_ai.request.model'", "'gen_ai.input.messages'", 'SpanName'])}]`,
      () => `'a' ${one(['IN', 'NOT IN'])} ${one(['', '('])}${name()}${one(['', ')', ', 1)', ' AS x)'])}`,
      () => `${value()} ${one(["// '\n", "-- '\n", '/* */', '*', '.'])} ${value()}`,
    ])();
  const list = one([
    () => value(),
    () => `${value()}, ${value()}`,
    () => `TOP 5 * EXCEPT ${name()}`,
    () => "1 //'\n, *",
  ])();
  const table = one(['otel_traces', 'otel_traces AS x', 'otel_logs', 'otel_logs AS e', 'notes', '(SELECT 1 AS note)']);
  const join = one(['', '', '', ` ARRAY JOIN ${one(['Events', 'Events.Name', 'Events.Attributes'])} AS e`]);
  const given = [0, 1, 2].map(() => one(aliases));
  const elsewhere = `1 NOT IN (SELECT 2 AS ${given[0]} FROM (SELECT 1 AS ${given[1]}, 1 AS n WHERE 1 IN (SELECT 1 AS ${given[2]})))`;
  return `SELECT ${list} FROM ${table}${join} WHERE ${elsewhere}${one(['', '', " //'", ' SETTINGS max_threads = 1'])}`;
}
