import type { Query } from '../../../src/engine/query/model.ts';
import { panel, type Host } from '../host.ts';
import type { Asker } from './asker.ts';
import { rangeOf } from '../../demo/terminal/dashboards.ts';
import { byHand, type Span } from './byhand.ts';
import type { Questions } from './dashboards.ts';
import { nothing, readBy, sumOf, type Read } from './reads.ts';

const day = 86_400_000;
/** Days, and the milliseconds of a step that Grafana chooses for a panel of some 200 points. */
const lengths = [
  { days: 7, step: 3_600_000 },
  { days: 30, step: 10_800_000 },
];

/** What a dashboard reads: what is looked up before plans, as far as no dashboard before has looked it up, and the rest. */
export interface DashboardRead {
  lookups: Read;
  read: Read;
  /** Each statement's, in the dashboard's order; undefined where there is none of this kind. */
  each: (Read | undefined)[];
  /** Of the statement that took longest. */
  slowest: number;
  /** The answers of one number; undefined for other queries. */
  values: (number | undefined)[];
}

type One = Pick<DashboardRead, 'lookups'> & { read: Read | undefined; value: number | undefined };

export type DashboardReads = Map<string, DashboardRead>;

const named = (title: string, days: number): string => `${title}, ${days} days`;

export async function dashboardReads(
  host: Host,
  asker: Asker,
  questions: readonly Questions[],
  to: number
): Promise<DashboardReads> {
  asker.now = to;
  return each(questions, to, async (query, range, step) => {
    const request = panel(range.from, range.to, { intervalMs: step });
    const { statement } = await asker.plan(query, request);
    const lookups = asker.taken();
    const { read, answer } = await readBy(host, statement);
    return { lookups, read, value: valueOf(query, answer) };
  });
}

export const dashboardReadsByHand = (
  host: Host,
  database: string,
  questions: readonly Questions[],
  to: number
): Promise<DashboardReads> =>
  each(questions, to, async (query, range, step) => {
    const sql = byHand(database, query, range, step);
    if (sql === null) {
      return { lookups: nothing, read: undefined, value: undefined };
    }
    const { read, answer } = await readBy(host, { sql, params: {}, settings: {} });
    return { lookups: nothing, read, value: valueOf(query, answer) };
  });

const valueOf = (query: Query, { columns, rows }: { columns: string[]; rows: unknown[][] }): number | undefined =>
  query.kind === 'measure' && query.format === 'table' && query.groupBy.length === 0 ? Number(rows[0]?.[0]) : undefined;

async function each(
  questions: readonly Questions[],
  to: number,
  one: (query: Query, range: Span, step: number) => Promise<One>
): Promise<DashboardReads> {
  const all: DashboardReads = new Map();
  for (const length of lengths) {
    for (const { title, asked } of questions) {
      const reads: One[] = [];
      for (const { query, timeFrom } of asked) {
        const range = rangeOf({ timeFrom }, { from: to - length.days * day, to });
        reads.push(await one(query, range, length.step));
      }
      all.set(named(title, length.days), {
        lookups: sumOf(reads.map(({ lookups }) => lookups)),
        read: sumOf(reads.flatMap(({ read }) => read ?? [])),
        each: reads.map(({ read }) => read),
        values: reads.map(({ value }) => value),
        slowest: Math.max(...reads.map(({ read }) => read?.seconds ?? 0)),
      });
    }
  }
  return all;
}
