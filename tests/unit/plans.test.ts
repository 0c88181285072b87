import { expect, test } from 'vitest';
import { readCensus } from '../../src/engine/compile/census.ts';
import { compileMeasures } from '../../src/engine/compile/compile.ts';
import { readHistory } from '../../src/engine/compile/prompts/history.ts';
import { handle } from '../../src/engine/handle.ts';
import type { Plan, StatementResult } from '../../src/engine/host.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import { readSettings } from '../../src/engine/settings.ts';
import { readDescription } from '../../src/engine/source/describe.ts';
import { casesOf, files, play, type GoldenCase } from '../golden/corpus.ts';

type Answer = StatementResult & { ok: true };

// A plan that is made once and moved to another window is the plan that would be made for that window.

const cases = files
  .flatMap(casesOf)
  .filter((one) => one.call.op === 'query' && one.rounds.length > 1 && one.file !== 'budgets');
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

function movedBy(one: GoldenCase, by: number): GoldenCase {
  const { call } = one;
  return call.op === 'query'
    ? {
        ...one,
        call: { ...call, request: { ...call.request, from: call.request.from + by, to: call.request.to + by } },
      }
    : one;
}

/** Made without anything that is kept. */
function fresh({ call, rounds }: GoldenCase): Plan {
  if (call.op !== 'query') {
    throw new Error(call.op);
  }
  const query = parseQuery(call.query);
  if (query.kind === 'sql' || query.kind === 'budgets') {
    throw new Error(query.kind);
  }
  const told = (round: number) => (rounds[round] ?? []).map((answer) => ({ ok: true as const, ...answer }));
  const [columns] = told(0);
  const settings = readSettings(call.settings);
  if (!columns) {
    throw new Error('no columns');
  }
  const first = handle(call);
  const state = 'need' in first ? first.state : undefined;
  const second = handle({ ...call, state, results: told(0) });
  const asked = 'need' in second ? second.need.length : 0;
  const answersOf = (round: number, count: number) =>
    Array.from({ length: count }, (_, index) => told(round)[index % told(round).length]) as Answer[];
  const answers = answersOf(1, asked);
  const third = handle({ ...call, state: 'need' in second ? second.state : undefined, results: answers });
  const history = answersOf(2, 'need' in third ? third.need.length : 0);
  const census = readCensus(answers, settings);
  return compileMeasures(
    query,
    call.request,
    settings,
    readDescription(columns, settings),
    census,
    readHistory(history)
  );
}
