import { ruleGroups } from '../../../src/engine/alerts/index.ts';
import { queriesOf } from '../../../src/engine/alerts/queries.ts';
import type { Query } from '../../../src/engine/query/model.ts';
import type { Statement } from '../../../src/engine/host.ts';
import { budgets } from '../../demo/budgets.ts';
import { panel, type Host } from '../host.ts';
import type { Asker } from './asker.ts';
import { byHand, spentByHand } from './byhand.ts';
import { readBy, sumOf, times, type Read } from './reads.ts';

const aDay = 86_400;
const minute = 60_000;

/** A tick that stands for a part of every hour. */
export interface Tick {
  at: number;
  share: number;
}

/** The hour before is open until a quarter past; what the open hours hold grows evenly, so that the middle of each part stands for it. */
export const ticksOf = (hour: number): Tick[] => [
  { at: hour + 7.5 * minute, share: 1 / 4 },
  { at: hour + 37.5 * minute, share: 3 / 4 },
];

export interface RulesRead {
  /** By rule: what its evaluations read in a day. */
  rules: Map<string, Read>;
  /** What is asked for all of them once an hour or less often, such as baselines. */
  hourly: Read;
  /** What is asked again and again, such as the census of the open hour. */
  often: Read;
}

export const emptyRead = (): RulesRead => ({ rules: new Map(), hourly: sumOf([]), often: sumOf([]) });
export const allOf = ({ rules, hourly, often }: RulesRead): Read => sumOf([...rules.values(), hourly, often]);

/** Looks up what is known before a tick. */
export async function prepare(asker: Asker, at: number): Promise<void> {
  asker.now = at;
  for (const { window, queries } of rules()) {
    await asker.plan(queries[0], panel(at - window * 1000, at, { fromAlert: true }));
  }
  asker.asked = [];
}

/** Evaluates all rules at a tick, and adds to `sum` what the same would read in a day. */
export async function evaluate(host: Host, asker: Asker, { at, share }: Tick, sum: RulesRead): Promise<void> {
  asker.now = at;
  for (const { uid, interval, window, queries } of rules()) {
    const statements = new Map<string, Statement>();
    for (const query of queries) {
      const { statement } = await asker.plan(query, panel(at - window * 1000, at, { fromAlert: true }));
      statements.set(JSON.stringify([statement.sql, statement.params]), statement);
    }
    const reads: Read[] = [];
    for (const statement of statements.values()) {
      reads.push((await readBy(host, statement)).read);
    }
    addTo(sum.rules, uid, times(sumOf(reads), (aDay / interval) * share));
  }
  for (const { seconds, read } of asker.asked) {
    if (seconds >= oftenest) {
      // Asked once in the hour, whichever tick comes first.
      sum.hourly = sumOf([sum.hourly, times(read, 24)]);
    } else {
      sum.often = sumOf([sum.often, times(read, (aDay / Math.max(seconds, 60)) * share)]);
    }
  }
  asker.asked = [];
}

/** Seconds between the ticks of an hour: what is kept for less is asked again at each, and in between. */
const oftenest = 1800;

/** The same by hand: every rule one statement, baselines read by each evaluation. */
export async function evaluateByHand(host: Host, database: string, { at, share }: Tick, sum: RulesRead): Promise<void> {
  const end = Math.floor((at - 2 * minute) / minute) * minute;
  const month = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth());
  for (const { uid, interval, window, queries } of rules()) {
    const texts = queries.slice(0, 1).flatMap((query) => {
      const text = byHand(database, query, { from: end - window * 1000, to: end }, minute);
      return text === null ? budgets.map(() => spentByHand(database, { from: month, to: end })) : [text];
    });
    const reads: Read[] = [];
    for (const sql of texts) {
      reads.push((await readBy(host, { sql, params: {}, settings: {} })).read);
    }
    addTo(sum.rules, uid, times(sumOf(reads), (aDay / interval) * share));
  }
}

const rules = () =>
  ruleGroups.flatMap(({ interval, rules }) =>
    rules.map((rule) => ({
      uid: rule.uid,
      interval,
      window: rule.window,
      queries: queriesOf(rule).map(({ query }): Query => query),
    }))
  );

function addTo(rules: Map<string, Read>, uid: string, read: Read): void {
  rules.set(uid, sumOf([...(rules.has(uid) ? [rules.get(uid) as Read] : []), read]));
}
