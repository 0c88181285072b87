import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import { build } from '../../tools/build/build.ts';
import { dist } from '../../tools/build/paths.ts';
import { executableName, here } from '../../tools/build/platform.ts';
import type { StoredSettings } from '../../tools/plugin/messages.ts';
import { startPlugin, type Plugin } from '../../tools/plugin/start.ts';
import { startHost, type Host } from './engine/support.ts';
import { demoRows, from, load, t0 } from './engine/rows.ts';
import { startProxy, type Proxy } from './proxy.ts';

/** The built backend, called as Grafana does, with the embedded ClickHouse behind a proxy that counts statements. */
let host: Host;
let plugin: Plugin;
let proxy: Proxy;
let settings: StoredSettings;
let statements: string[];

beforeAll(async () => {
  await build({ only: 'backend' });
  const executable = join(dist, executableName(here()));
  expect(existsSync(executable)).toBe(true);
  host = await startHost();
  await load(host.url, 'otel', demoRows());
  proxy = await startProxy(host.url);
  statements = proxy.statements;
  settings = {
    uid: 'genai-clickhouse',
    name: 'GenAI ClickHouse',
    url: proxy.url,
    jsonData: { database: 'otel', username: host.settings.user, delaySeconds: 0 },
    secureJsonData: {},
  };
  plugin = await startPlugin(executable);
}, 240_000);

afterAll(async () => {
  await plugin?.stop();
  proxy?.close();
  await host?.close();
});

const cost = { version: 1, kind: 'measure', format: 'timeseries', measures: [{ id: 'cost' }], groupBy: ['feature'] };
/** A window of whole minutes, to which a rule's window is aligned. */
const window = { from: Math.floor(from / 60_000) * 60_000, to: Math.floor(t0 / 60_000) * 60_000 };

describe('a panel', () => {
  it('gets one series a feature, with the numbers that the statement answers', async () => {
    const { A } = await plugin.queryData(settings, [{ refId: 'A', model: cost }], window);
    expect(A?.error).toBe('');
    const expected = await host.ask({ ...cost, format: 'table' }, { ...request, ...window });
    const sums = (A?.frames ?? []).map((frame) => {
      const [, value] = frame.schema.fields;
      const values = (frame.data?.values[1] ?? []) as (number | null)[];
      return [value?.labels?.['feature'], values.reduce<number>((sum, next) => sum + (next ?? 0), 0)] as const;
    });
    expect(sums.map(([feature]) => feature).sort()).toEqual(expected.rows.map((row) => row[0]).sort());
    for (const [feature, sum] of sums) {
      expect(sum).toBeCloseTo(Number(expected.rows.find((row) => row[0] === feature)?.[1]), 9);
    }
  });

  it('gets an error for its own query only', async () => {
    const bad = { ...cost, measures: [{ id: 'costs' }] };
    const { A, B } = await plugin.queryData(
      settings,
      [
        { refId: 'A', model: bad },
        { refId: 'B', model: cost },
      ],
      window
    );
    expect(A).toMatchObject({
      status: 400,
      errorSource: 'downstream',
      error: expect.stringContaining('"costs"') as string,
    });
    expect(B?.error).toBe('');
    expect(B?.frames.length).toBeGreaterThan(0);
  });
});

describe('a rule', () => {
  const queriesOfRule = (uid: string) => {
    const rule = ruleGroups.flatMap(({ rules }) => rules).find((one) => one.uid === uid);
    return rule
      ? queriesOf(rule).map(({ refId, query }) => ({ refId, model: query as unknown as Record<string, unknown> }))
      : [];
  };
  const queries = queriesOfRule('genai-faithfulness-drop');

  it.each([
    ['genai-faithfulness-drop', 3],
    // The baseline hours are read once.
    ['genai-error-spike', 14],
  ])('sends ClickHouse one statement for %s, though Grafana asks for each refId by itself', async (uid, count) => {
    const own = queriesOfRule(uid);
    const evaluate = async (minutes: number) => {
      const moved = { from: window.from + minutes * 60_000, to: window.to + minutes * 60_000, fromAlert: true };
      statements.length = 0;
      const answers = [];
      for (const query of own) {
        answers.push(await plugin.queryData(settings, [query], moved));
      }
      return answers;
    };
    await evaluate(-1);
    expect(new Set(statements).size, 'a statement was sent twice').toBe(statements.length);
    const answers = await evaluate(0);
    expect(own.length).toBe(count);
    expect(statements, statements.join('\n\n')).toHaveLength(1);
    for (const answer of answers) {
      const [only] = Object.values(answer);
      expect(only?.error).toBe('');
      expect(only?.frames).toHaveLength(1);
      expect(only?.frames[0]?.schema.meta).toMatchObject({ type: 'numeric-long', typeVersion: [0, 1] });
      expect(only?.frames[0]?.schema.fields.filter((field) => field.type === 'number')).toHaveLength(1);
    }
  });

  it('gets a typed frame without fields where there is nothing, which is No Data', async () => {
    const [query] = queries;
    const empty = { from: window.from - 86_400_000 * 365, to: window.to - 86_400_000 * 365, fromAlert: true };
    const answer = query && (await plugin.queryData(settings, [query], empty))[query.refId];
    expect(answer?.error).toBe('');
    expect(answer?.frames).toHaveLength(1);
    expect(answer?.frames[0]?.schema.fields).toHaveLength(0);
    expect(answer?.frames[0]?.schema.meta).toMatchObject({ type: 'numeric-long' });
  });

  it('gets an error, not a part, over a limit', async () => {
    const limited = {
      ...settings,
      uid: 'limited',
      jsonData: { ...settings.jsonData, limits: { rows: 2, bytes: 1e6, series: 2 } },
    };
    const [query] = queries;
    const answer = query && (await plugin.queryData(limited, [query], { ...window, fromAlert: true }))[query.refId];
    expect(answer).toMatchObject({ status: 422, frames: [] });
    expect(answer?.error).toContain('[limit]');
  });
});

describe('health', () => {
  it('says what the table holds', async () => {
    expect(await plugin.checkHealth(settings)).toMatchObject({
      status: 'OK',
      details: { table: 'otel.otel_traces', layout: expect.stringContaining('Map') as string },
    });
  });
});

describe('secrets', () => {
  it('are in no error and no log', async () => {
    const secret = 'pw-4711-canary';
    const wrong = {
      ...settings,
      uid: 'wrong',
      jsonData: { ...settings.jsonData, username: 'nobody' },
      secureJsonData: { password: secret },
    };
    const health = await plugin.checkHealth(wrong);
    const { A } = await plugin.queryData(wrong, [{ refId: 'A', model: cost }], window);
    expect(health.status).toBe('ERROR');
    expect(health.details).toMatchObject({ category: 'auth' });
    expect(A?.error).toContain('[auth]');
    expect(JSON.stringify([health, A]) + plugin.logged()).not.toContain(secret);
  });
});

const request = { refId: 'A', intervalMs: 60_000, maxDataPoints: 500, fromAlert: false };
