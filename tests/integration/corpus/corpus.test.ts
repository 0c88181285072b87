import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHost, type Host } from '../engine/support.ts';
import { libraries, sayMissing } from './folder.ts';
import { gaps, gapsOf } from './gaps.ts';
import { loadLibraries } from './load.ts';
import { measure, request, type Ask, type Measured } from './measured.ts';
import { addOrdinarySpans } from './ordinary.ts';
import { firstTokensOf, truthOf, type Numbers } from './truth.ts';

// What the engine makes of spans that published libraries wrote, against what the models' server served to them.

const missing = libraries.length === 0;
const together = 'together';
let host: Host;

beforeAll(async () => {
  if (missing) {
    return sayMissing();
  }
  host = await startHost();
  await loadLibraries(host, together, libraries);
  await addOrdinarySpans(host, together, 20_000);
});

afterAll(() => host?.close());

const ask =
  (database: string): Ask =>
  async (query) => {
    const { columns, rows } = await host.ask(query, request, { ...host.settings, database });
    return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] as string])));
  };

/** How much more or less than the truth was measured. */
function differencesOf({ numbers }: Measured, truth: Numbers): Numbers {
  const names = [...new Set([...Object.keys(truth), ...Object.keys(numbers)])];
  return Object.fromEntries(
    names
      .map((name) => [name, (numbers[name] ?? 0) - (truth[name] ?? 0)] as const)
      .filter(([, difference]) => difference !== 0)
  );
}

/** Between the two values in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

function expectTruth(library: string, measured: Measured | undefined): void {
  expect(measured && differencesOf(measured, truthOf(library))).toEqual(gapsOf(library));
  if (measured && 'first tokens' in measured.numbers && !('first tokens' in gapsOf(library))) {
    // The client saw the token a little later than the server sent it.
    const late = (measured.firstTokenMedian ?? 0) - median(firstTokensOf(library));
    expect(Math.abs(late), `seconds to the first token: ${measured.firstTokenMedian}`).toBeLessThan(0.06);
  }
}

describe.skipIf(missing)('alone in a table', () => {
  test.each(libraries)('%s', async (library) => {
    const database = `alone_${library}`;
    await loadLibraries(host, database, [library]);
    const measured = await measure(ask(database), [library]);
    expectTruth(library, measured[library]);
  });
});

describe.skipIf(missing)('all in one table, amid ordinary spans', () => {
  let measured: Record<string, Measured>;
  beforeAll(async () => {
    measured = await measure(ask(together), libraries);
  });

  test.each(libraries)('%s', (library) => expectTruth(library, measured[library]));

  test('nothing else is a call of a model', async () => {
    const rows = await ask(together)({
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: [{ id: 'requests' }, { id: 'tool_calls' }, { id: 'agent_runs' }, { id: 'spans' }],
      groupBy: ['service'],
      filters: [],
    });
    expect(rows.map(({ service }) => service).sort()).toEqual(libraries.map((library) => `corpus-${library}`));
  });
});

test.skipIf(missing)('every gap is one of a library of the corpus', () => {
  expect([...new Set(gaps.map(({ library }) => library))].filter((library) => !libraries.includes(library))).toEqual([]);
});
