import type { DashboardReads } from './dashboardreads.ts';
import { sumOf, type Read } from './reads.ts';
import { allOf, type RulesRead } from './rules.ts';
import type { Size } from './sizes.ts';
import type { Filled } from './tiers.ts';

/** What was read from one place. */
export interface Column {
  name: string;
  dashboards: DashboardReads;
  rules: RulesRead;
}

export interface Report {
  calls: number;
  spans: number;
  /** Percent of the spans that are gen_ai spans. */
  share: number;
  filled: Filled;
  sizes: readonly Size[];
  /** The first is what the others are compared with. */
  columns: readonly Column[];
}

export function print({ calls, spans, share, filled, sizes, columns }: Report): void {
  const first = columns[0] as Column;
  say(`## ${count(calls)} calls, ${count(spans)} spans, ${share}% of them gen_ai\n`);
  say(
    `Filling: ${filled.seconds.toFixed(0)} s, ${filled.cpu.toFixed(0)} s of one core, ${((filled.cpu * 1e6) / filled.spans).toFixed(1)} a million spans.\n`
  );
  table(
    ['table', 'rows', 'MB', 'bytes a row'],
    sizes.map(({ table, rows, bytes }) => [table, count(rows), mega(bytes), (bytes / rows).toFixed(1)])
  );
  const dashboards = [...first.dashboards.keys()].flatMap((title) =>
    columns.map((column) => {
      const [one, hand] = [column.dashboards.get(title)!, first.dashboards.get(title)!];
      // Compares what is asked by hand as well.
      const both = sumOf(one.each.filter((_, index) => hand.each[index] !== undefined).flatMap((read) => read ?? []));
      return [...cells(title, column, first, one.read, hand.read, both), one.slowest.toFixed(2)];
    })
  );
  table([...heads('dashboard'), 'slowest, s'], dashboards);
  columns.slice(1).forEach((column) => say(`${column.name}: ${agreement(first, column)}`));
  say('');
  table(
    ['looked up before the first panels', 'statements', 'M rows', 'MB', 's'],
    columns
      .slice(1)
      .map(({ name, dashboards: all }) => [name, ...figures(sumOf([...all.values()].map(({ lookups }) => lookups)))])
  );
  if (first.rules.rules.size > 0) {
    table(
      heads('rules, a day'),
      ruleLines(first).flatMap(([title, of]) =>
        columns.map((column) => cells(title, column, first, of(column), of(first)))
      )
    );
  }
}

/** Compares the answers of one number, so that it is seen whether the same is asked. */
function agreement(first: Column, column: Column): string {
  const pairs = [...first.dashboards].flatMap(([title, { values }]) =>
    values.map((value, index) => [value, column.dashboards.get(title)?.values[index]] as const)
  );
  const both = pairs.filter((pair): pair is [number, number] => pair.every((value) => value !== undefined));
  const differ = both.filter(([one, other]) => Math.abs(other / one - 1) > 1e-6);
  return `${both.length - differ.length} of ${both.length} answers of one number are those by hand.`;
}

const heads = (what: string) => [
  what,
  'read from',
  'statements',
  'M rows',
  'MB',
  's',
  'times fewer rows',
  'times fewer bytes',
];

const ruleLines = ({ rules: { rules } }: Column): [string, (column: Column) => Read][] => [
  ...[...rules.keys()].map((uid): [string, (column: Column) => Read] => [
    uid,
    (column) => column.rules.rules.get(uid) ?? sumOf([]),
  ]),
  ['once an hour: baselines, closed hours', ({ rules: { hourly } }) => hourly],
  ['once a minute: the census of the open hour', ({ rules: { often } }) => often],
  ['**all**', ({ rules: all }) => allOf(all)],
];

function cells(title: string, column: Column, first: Column, read: Read, by: Read | undefined, both = read): string[] {
  const ratio = (a: number | undefined, b: number) =>
    b === 0 || a === undefined || a === 0 ? '' : (a / b).toFixed(a / b < 10 ? 1 : 0);
  return [
    column === first ? title : '',
    column.name,
    ...figures(read),
    column === first ? '' : ratio(by?.rows, both.rows),
    column === first ? '' : ratio(by?.bytes, both.bytes),
  ];
}

const figures = ({ statements, rows, bytes, seconds }: Read): string[] => [
  count(Math.round(statements)),
  (rows / 1e6).toFixed(rows < 1e7 ? 2 : 0),
  mega(bytes),
  seconds.toFixed(seconds < 100 ? 2 : 0),
];

const count = (value: number) => Math.round(value).toLocaleString('en');
const mega = (bytes: number) => (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  [head, head.map(() => '---'), ...rows].forEach((row) => say(`| ${row.join(' | ')} |`));
  say('');
}

const say = (line: string) => process.stdout.write(`${line}\n`);
