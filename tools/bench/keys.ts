/**
 * Measures sort keys, granules, projections and indexes of the spans table: what the alert rules read in a day, other
 * questions, bytes on disk, and what writing takes.
 *
 *   npm run bench:keys -- --spans=1000000
 */
import { parseArgs } from 'node:util';
import { budgets } from '../demo/budgets.ts';
import { schema } from '../demo/data/schema.ts';
import { panel, startHost, type Host } from './host.ts';
import { Asker } from './scale/asker.ts';
import { cpuOf, readBy, type Read } from './scale/reads.ts';
import { allOf, emptyRead, evaluate, prepare, ticksOf, type RulesRead } from './scale/rules.ts';
import { fillTiers, withoutTiers } from './scale/tiers.ts';
import { callsIn, fillTraffic } from './scale/traffic.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The baselines of rules are a week long. */
const days = 9;
const lastClosed = Date.UTC(2026, 2, 31, 17);
const to = lastClosed + hour + 37.5 * minute;
const ticks = ticksOf(lastClosed + hour);

/** A table of the same columns. */
interface Variant {
  name: string;
  /** The primary key, after which rows are sorted by time; the Collector's if it is left out. */
  key?: string;
  granularity?: number;
  /** Statements about the table `otel.otel_traces`, once it is filled. */
  more?: string[];
}

/**
 * The time itself is no part of the primary key: where the key has it, however late it comes, ClickHouse compares a condition
 * on `Timestamp` with that column alone, and does not look at the minute.
 */
const byTime = (start: string) => `${start}(Timestamp), ServiceName, SpanName`;
const variants: Variant[] = [
  { name: "the Collector's" },
  { name: 'and granules of 1,024', granularity: 1024 },
  {
    name: 'and an index of least and greatest times',
    more: [
      'ALTER TABLE otel.otel_traces ADD INDEX idx_time Timestamp TYPE minmax GRANULARITY 1',
      'ALTER TABLE otel.otel_traces MATERIALIZE INDEX idx_time SETTINGS mutations_sync = 2',
    ],
  },
  {
    name: 'and a projection by time',
    more: [
      'ALTER TABLE otel.otel_traces ADD PROJECTION by_time (SELECT * ORDER BY Timestamp)',
      'ALTER TABLE otel.otel_traces MATERIALIZE PROJECTION by_time SETTINGS mutations_sync = 2',
    ],
  },
  {
    name: 'and a projection by time, granules of 1,024',
    more: [
      'ALTER TABLE otel.otel_traces ADD PROJECTION by_time (SELECT * ORDER BY Timestamp) WITH SETTINGS (index_granularity = 1024)',
      'ALTER TABLE otel.otel_traces MATERIALIZE PROJECTION by_time SETTINGS mutations_sync = 2',
    ],
  },
  { name: 'five minutes first', key: byTime('toStartOfFiveMinutes') },
  { name: 'five minutes first, the time in the primary key', key: `${byTime('toStartOfFiveMinutes')}, Timestamp` },
  { name: 'five minutes first, granules of 1,024', key: byTime('toStartOfFiveMinutes'), granularity: 1024 },
  { name: 'a minute first, granules of 1,024', key: byTime('toStartOfMinute'), granularity: 1024 },
  { name: 'a minute first, granules of 256', key: byTime('toStartOfMinute'), granularity: 256 },
];

const cost = {
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: [{ id: 'cost' }, { id: 'requests' }],
  groupBy: ['feature'],
  filters: [],
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      spans: { type: 'string', default: '100000' },
      data: { type: 'string' },
      variants: { type: 'string' },
      each: { type: 'boolean', default: false },
    },
  });
  const asked = values.variants?.split(',').map(Number);
  const host = await startHost(values.data === undefined ? {} : { data: values.data });
  host.now = () => to;
  try {
    await prepareBase(host, Number(values.spans));
    const ddl = await host.command('SHOW CREATE TABLE otel.base FORMAT TSVRaw');
    say([
      'sort key',
      ...['rules', 'lookups of rules', 'rules with calls', 'their lookups'].map((what) => `${what}, M rows (GB) a day`),
      'cost by feature, a day, M rows (ms)',
      'one service, a day',
      'one trace',
      'bytes a span',
      'CPU s a million spans written',
    ]);
    say(Array.from({ length: 10 }, () => '---'));
    for (const variant of variants.filter((_, index) => asked?.includes(index) ?? true)) {
      await host.command('DROP TABLE IF EXISTS otel.otel_traces SYNC');
      await host.command(tableOf(ddl, variant));
      const written = await write(host, variant);
      const fromSpans = await rulesOf(host, withoutTiers);
      const withTiers = await rulesOf(host, {});
      if (values.each) {
        withTiers.rules.forEach((read, uid) => say([uid, amount(fromSpans.rules.get(uid) ?? read), amount(read)]));
        say(['once an hour', amount(fromSpans.hourly), amount(withTiers.hourly)]);
      }
      const asked = await questions(host);
      const [rows, bytes] = (
        await host.command(
          "SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'otel' AND table = 'otel_traces'"
        )
      )
        .trim()
        .split('\t')
        .map(Number) as [number, number];
      say([
        variant.name,
        ...[fromSpans, withTiers].flatMap((read) => [evaluations(read), lookups(read)]),
        ...asked.map((read) => `${(read.rows / 1e6).toFixed(2)} (${(read.seconds * 1000).toFixed(0)})`),
        (bytes / rows).toFixed(1),
        ((written * 1e6) / rows).toFixed(1),
      ]);
      await host.command('DROP TABLE otel.otel_traces SYNC');
    }
  } finally {
    await host.close();
  }
}

/** Fills the table that the others are copied from, and closes its hours, unless a folder of data has it already. */
async function prepareBase(host: Host, spansADay: number): Promise<void> {
  if (Number(await host.command("SELECT count() FROM system.tables WHERE database = 'otel' AND name = 'base'")) > 0) {
    return;
  }
  for (const sql of [
    ...schema('otel'),
    ...fillTraffic('otel', { to, days, calls: callsIn(spansADay * days), share: 48 }),
  ]) {
    await host.command(sql);
  }
  await fillTiers(host, { from: lastClosed - 8 * day, to: lastClosed + hour });
  await host.command('CREATE TABLE otel.hours_before AS otel.genai_hours');
  await host.command(
    `INSERT INTO otel.hours_before SELECT * FROM otel.genai_hours WHERE Hour < toDateTime(${lastClosed / 1000})`
  );
  // Nothing but the table is measured.
  await host.command('DROP TABLE otel.otel_traces_trace_id_ts_mv');
  await host.command('RENAME TABLE otel.otel_traces TO otel.base');
}

const tableOf = (ddl: string, { key, granularity = 8192 }: Variant): string => {
  const named = ddl
    .replace('otel.base', 'otel.otel_traces')
    .replace(/index_granularity = \d+/, `index_granularity = ${granularity}`);
  return key === undefined
    ? named
    : named
        .replace(/PRIMARY KEY [^\n]*/, `PRIMARY KEY (${key})`)
        .replace(/ORDER BY [^\n]*/, `ORDER BY (${key}${key.endsWith('Timestamp') ? '' : ', Timestamp'})`);
};

/** Writes all spans in blocks as a collector sends them. Returns the seconds of one core, merges included. */
async function write(host: Host, { more = [] }: Variant): Promise<number> {
  const before = await cpuOf(host);
  const columns = 'SELECT * FROM otel.base';
  for (let back = 0; back < days + 1; back++) {
    const date = new Date(to - back * day).toISOString().slice(0, 10);
    await host.command(
      `INSERT INTO otel.otel_traces ${columns} WHERE toDate(Timestamp) = '${date}' ORDER BY Timestamp SETTINGS max_insert_threads = 1, min_insert_block_size_rows = 20000, max_block_size = 20000`
    );
  }
  for (const sql of more) {
    await host.command(sql);
  }
  await host.command('OPTIMIZE TABLE otel.otel_traces FINAL');
  return (await cpuOf(host)) - before;
}

/** What all rules read in a day; the hour before is closed for all ticks but the first. */
async function rulesOf(host: Host, jsonData: Record<string, unknown>): Promise<RulesRead> {
  const asker = new Asker(host, { hoursTable: 'hours_before', ...jsonData, budgets }, to);
  const read = emptyRead();
  await prepare(asker, lastClosed + 52 * minute);
  for (const tick of ticks) {
    await evaluate(host, asker, tick, read);
    asker.settings = { ...asker.settings, jsonData: { ...jsonData, budgets } };
  }
  return read;
}

/** Other questions that a key may make slower. */
async function questions(host: Host): Promise<Read[]> {
  const asker = new Asker(host, withoutTiers, to);
  const { statement } = await asker.plan(cost, panel(to - day, to));
  const trace = (
    await host.command("SELECT any(TraceId) FROM otel.otel_traces WHERE SpanName = 'apply_guardrail'")
  ).trim();
  const reads: Read[] = [];
  for (const question of [
    statement,
    own(
      `SELECT SpanName, count(), quantile(0.95)(Duration) FROM otel.otel_traces WHERE ServiceName = 'cart' AND Timestamp >= fromUnixTimestamp64Milli(${to - day}) GROUP BY SpanName`
    ),
    own(`SELECT * FROM otel.otel_traces WHERE TraceId = '${trace}' ORDER BY Timestamp`),
  ]) {
    await readBy(host, question);
    reads.push((await readBy(host, question)).read);
  }
  return reads;
}

const own = (sql: string) => ({ sql, params: {}, settings: {} });
const amount = ({ rows, bytes }: Read): string => `${(rows / 1e6).toFixed(0)} (${(bytes / 1e9).toFixed(0)})`;
const evaluations = (read: RulesRead): string => amount(allOf({ ...read, often: emptyRead().often }));
const lookups = ({ often }: RulesRead): string => amount(often);
const say = (cells: readonly string[]): void => {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
