import { expect, test } from 'vitest';
import { blockOf, broughtParameters } from '../../src/engine/compile/measures/baselineblock.ts';
import { readCensus } from '../../src/engine/lookups/censusanswers.ts';
import { compilePlan } from '../../src/engine/compile/compile.ts';
import { readHistory } from '../../src/engine/lookups/prompthistory.ts';
import { handle } from '../../src/engine/handle.ts';
import type { Plan, StatementResult } from '../../src/engine/host.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import { readSettings } from '../../src/engine/settings/settings.ts';
import { readDescription } from '../../src/engine/source/describe.ts';
import { windowOf } from '../../src/engine/window.ts';
import { casesOf, files, play, resultsOf, type GoldenCase } from '../golden/corpus.ts';

type Answer = StatementResult & { ok: true };

// A plan that is moved to another window equals the plan that would be made for that window.

/** Budgets have windows of their own, SQL has no plan to move, and the window of a trace is where it was found. */
const unmoved = ['budgets', 'sql', 'traces'];
const cases = files
  .flatMap(casesOf)
  .filter((one) => one.call.op === 'query' && one.rounds.length > 1 && !unmoved.includes(one.file));
const moves = [0, 60_000, 86_400_000 + 61_317, -3_600_000];

test('there are cases', () => expect(cases.length).toBeGreaterThan(100));

test.each(cases)('$file, $name', (one) => {
  for (const by of moves) {
    const reply = play(movedBy(one, by));
    if ('done' in reply) {
      expect(reply.done).toEqual(fresh(movedBy(one, by)));
    }
  }
});

test('a plan stays while the spans of the census get more', () => {
  const [one] = cases.filter(
    ({ file, call }) => file === 'timeseries' && call.op === 'query' && !call.request.fromAlert
  );
  if (!one) {
    throw new Error('no case');
  }
  const grown: GoldenCase = { ...one, rounds: more(one.rounds) as GoldenCase['rounds'] };
  expect(grown.rounds).not.toEqual(one.rounds);
  const frameOf = (of: GoldenCase) => {
    const reply = play(of);
    return 'done' in reply ? (reply.done as Plan).frame : reply;
  };
  // A plan that was kept has the same frame, and not just an equal one.
  expect(frameOf(grown)).toBe(frameOf(one));
});

/** The same answers some minutes later: counts have grown, models have changed places, and the longest span is a little longer. */
const more = (value: unknown): unknown =>
  Array.isArray(value)
    ? isModels(value)
      ? [...value].reverse()
      : value.map(more)
    : typeof value === 'number' && value > 20
      ? value * 1.01
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, more(of)]))
        : value;

const isModels = (value: unknown[]): boolean =>
  value.length > 1 && value.every((item) => Array.isArray(item) && item.length === 3 && typeof item[0] === 'string');

function movedBy(one: GoldenCase, by: number): GoldenCase {
  const { call } = one;
  return call.op === 'query'
    ? {
        ...one,
        call: { ...call, request: { ...call.request, from: call.request.from + by, to: call.request.to + by } },
      }
    : one;
}

/** Makes a plan without anything that is kept. */
function fresh({ call, rounds }: GoldenCase): Plan {
  if (call.op !== 'query') {
    throw new Error(call.op);
  }
  const query = parseQuery(call.query);
  if (query.kind === 'sql' || query.kind === 'budgets') {
    throw new Error(query.kind);
  }
  const settings = readSettings(call.settings);
  const told: Record<string, Answer[]> = {};
  let reply = handle(call);
  for (const round of rounds) {
    if (!('need' in reply)) {
      break;
    }
    const { need, state } = reply;
    const answers: Answer[] = resultsOf(need, round);
    told[(state as { step: string }).step] = answers;
    reply = handle({ ...call, state, results: answers });
  }
  const { columns: [columns] = [], census = [], 'census: spans': spans = [], history = [], block = [] } = told;
  if (!columns) {
    throw new Error('no columns');
  }
  const hours = blockOf(query, call.request, settings);
  const window = windowOf(call.request, query, settings.delaySeconds);
  const brought = hours && query.kind === 'measure' ? broughtParameters(block, hours, window) : null;
  const { plan } = compilePlan(
    query,
    call.request,
    settings,
    readDescription(columns, settings),
    readCensus([...census, ...spans], settings),
    readHistory(history),
    brought && hours
  );
  return { ...plan, statement: { ...plan.statement, params: { ...plan.statement.params, ...brought } } };
}
