import type { Query } from '../../../src/engine/query/model.ts';
import { panel, type Host } from '../host.ts';
import type { Asker } from './asker.ts';
import { byHand } from './byhand.ts';
import type { Questions } from './dashboards.ts';
import { nothing, readBy, sumOf, type Read } from './reads.ts';

const day = 86_400_000;
/** Days, and the milliseconds of a step that Grafana chooses for a panel of some 200 points. */
const lengths = [
  { days: 7, step: 3_600_000 },
  { days: 30, step: 10_800_000 },
];
type Length = (typeof lengths)[number];

/** What a dashboard reads: what is looked up before plans, as far as no dashboard before has looked it up, and the rest. */
export interface DashboardRead {
  lookups: Read;
  read: Read;
  /** Each statement's, in the dashboard's order; undefined where there is none of this kind. */
  each: (Read | undefined)[];
  /** Of the statement that took longest. */
  slowest: number;
  /** The answers of one number. */
  values: number[];
}

type One = Pick<DashboardRead, 'lookups' | 'values'> & { read: Read | undefined };

export type DashboardReads = Map<string, DashboardRead>;

const named = (title: string, days: number): string => `${title}, ${days} days`;

export async function dashboardReads(
  host: Host,
  asker: Asker,
  questions: readonly Questions[],
  to: number
): Promise<DashboardReads> {
  asker.now = to;
  return each(questions, async (query, { days, step }) => {
    const request = panel(to - days * day, to, { intervalMs: step });
    const { statement } = await asker.plan(query, request);
    const lookups = asker.taken();
    const { read, answer } = await readBy(host, statement);
    return { lookups, read, values: valuesOf(query, answer) };
  });
}

export const dashboardReadsByHand = (
  host: Host,
  database: string,
  questions: readonly Questions[],
  to: number
): Promise<DashboardReads> =>
  each(questions, async (query, { days, step }) => {
    const sql = byHand(database, query, { from: to - days * day, to }, step);
    if (sql === null) {
      return { lookups: nothing, read: undefined, values: [] };
    }
    const { read, answer } = await readBy(host, { sql, params: {}, settings: {} });
    return { lookups: nothing, read, values: valuesOf(query, answer) };
  });

const valuesOf = (query: Query, { rows }: { rows: unknown[][] }): number[] =>
  query.kind === 'measure' && query.format === 'table' && query.groupBy.length === 0
    ? rows.slice(0, 1).map((row) => Number(row[0]))
    : [];

async function each(
  questions: readonly Questions[],
  one: (query: Query, length: Length) => Promise<One>
): Promise<DashboardReads> {
  const all: DashboardReads = new Map();
  for (const length of lengths) {
    for (const { title, queries } of questions) {
      const reads: One[] = [];
      for (const query of queries) {
        reads.push(await one(query, length));
      }
      all.set(named(title, length.days), {
        lookups: sumOf(reads.map(({ lookups }) => lookups)),
        read: sumOf(reads.flatMap(({ read }) => read ?? [])),
        each: reads.map(({ read }) => read),
        values: reads.flatMap(({ values }) => values),
        slowest: Math.max(...reads.map(({ read }) => read?.seconds ?? 0)),
      });
    }
  }
  return all;
}
