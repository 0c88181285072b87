import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHost, type Host } from '../engine/support.ts';
import { startProxy } from '../proxy.ts';
import { throughBackend, type Backend } from './backend.ts';
import { expectTruth } from './expected.ts';
import { libraries } from './folder.ts';
import { gaps } from './gaps.ts';
import { loadLibraries } from './load.ts';
import { measure, request, type Ask, type Measured } from './measured.ts';
import { addOrdinarySpans } from './ordinary.ts';
import { withoutCensus } from './uncensused.ts';

// Compares what the engine reads from spans of published libraries with what the models' server served to them.

const together = 'together';
let host: Host;

beforeAll(async () => {
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

describe('alone in a table', () => {
  test.each(libraries)('%s', async (library) => {
    const database = `alone_${library}`;
    await loadLibraries(host, database, [library]);
    const measured = await measure(ask(database), [library]);
    expectTruth(library, measured[library]);
  });
});

describe('all in one table, amid ordinary spans', () => {
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

test('the longest statement is one that ClickHouse reads without being told', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'tool_calls', 'evaluation_count'].map((id) => ({ id })),
    groupBy: ['feature', 'team', 'user_tier'],
    top: { n: 5 },
  };
  const plan = await host.plan(query, request, { ...host.settings, database: together });
  // The query has three facts with the tags of their traces, and the largest groups, in the dialects of all libraries at once;
  // the server's limit is 262,144 characters.
  expect(plan.statement.sql.length).toBeLessThan(120_000);
  expect((await host.run(plan)).rows).toHaveLength(6);
});

describe('all in one table, of which nobody took a census', () => {
  let measured: Record<string, Measured>;
  beforeAll(async () => {
    measured = await measure(withoutCensus(host, together), libraries);
  });

  // Only a census knows which scopes write calls without any attribute, which write above a provider's SDK, and whether an
  // agent may know more of a call than the call.
  const untold = ['logfire_openai', 'openlit', 'pydantic_ai'];

  test.each(libraries.filter((library) => !untold.includes(library)))('%s', (library) =>
    expectTruth(library, measured[library])
  );
});

describe('all in one table, through the backend', () => {
  let backend: Backend;
  let measured: Record<string, Measured>;
  let first: number;
  let again: number;

  beforeAll(async () => {
    const proxy = await startProxy(host.url);
    backend = await throughBackend(proxy.url, { database: together, username: host.settings.user });
    measured = await measure(backend.ask, libraries);
    first = proxy.statements.length;
    await measure(backend.ask, libraries);
    again = proxy.statements.length - first;
    proxy.close();
  }, 300_000);

  afterAll(() => backend?.close());

  test.each(libraries)('%s', (library) => expectTruth(library, measured[library]));

  test('what the table holds is asked once', () => {
    // There are five queries, and before them the permits, the columns and one question and then two of the census.
    expect([first, again]).toEqual([10, 5]);
  });
});

test('every gap is one of a library of the corpus', () => {
  expect([...new Set(gaps.map(({ library }) => library))].filter((library) => !libraries.includes(library))).toEqual(
    []
  );
});
