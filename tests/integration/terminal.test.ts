import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertRules } from '../../src/engine/alerts/index.ts';
import { build } from '../../tools/build/build.ts';
import { dist } from '../../tools/build/paths.ts';
import { executableName, here } from '../../tools/build/platform.ts';
import { judge } from '../../tools/demo/terminal/alerts/judge.ts';
import { backendOf, type Backend } from '../../tools/demo/terminal/backend.ts';
import { readDashboards } from '../../tools/demo/terminal/dashboards.ts';
import { widthOf } from '../../tools/demo/terminal/draw/text.ts';
import { highlights } from '../../tools/demo/terminal/highlights.ts';
import { dashboardSection, panelsOf } from '../../tools/demo/terminal/sections.ts';
import { startPlugin, type Plugin } from '../../tools/plugin/start.ts';
import { demoRows, load, t0 } from './engine/rows.ts';
import { startHost, type Host } from './engine/support.ts';

/** The demo without a Grafana: dashboards and rules through the built backend, over the story's last hours. */
let host: Host;
let plugin: Plugin;
let backend: Backend;

beforeAll(async () => {
  await build({ only: 'backend' });
  host = await startHost();
  await load(host.url, 'otel', demoRows());
  plugin = await startPlugin(join(dist, executableName(here())));
  backend = backendOf(plugin, {
    uid: 'genai-clickhouse',
    name: 'GenAI ClickHouse',
    url: host.url,
    jsonData: { database: 'otel', username: host.settings.user },
    secureJsonData: {},
  });
}, 240_000);

afterAll(async () => {
  await plugin?.stop();
  await host?.close();
});

const dashboard = (uid: string) => {
  const found = readDashboards().find((one) => one.uid === uid);
  expect(found, uid).toBeDefined();
  return found!;
};

test.each(Object.keys(highlights))('every panel of %s answers, in the width that there is', async (uid) => {
  let asked = 0;
  const section = await dashboardSection(backend, dashboard(uid), t0, { width: 100, rows: 10 }, () => asked++);
  expect(section.failures).toBe(0);
  expect(asked).toBe(panelsOf(dashboard(uid)).length);
  expect(section.lines.filter((line) => widthOf(line) > 100)).toEqual([]);
});

test('the panels of scores show those of the evaluation that the dashboard chooses', async () => {
  const view = { width: 120, rows: 10, only: highlights['genai-quality'] ?? [] };
  const { lines } = await dashboardSection(backend, dashboard('genai-quality'), t0, view, () => {});
  const text = lines.join('\n');
  expect(text).not.toContain('No data');
  // The bad version, and the mark where it went live.
  expect(text).toMatch(/support-answer, v8 .*[▁▂▃].* [23]\.\d\d/);
  expect(text).toMatch(/support-answer v8 ▲|▲ \d\d:\d\d support-answer v8/);
});

describe('a rule', () => {
  const rule = (uid: string) => alertRules.find((one) => one.uid === uid)!;

  test('that fires says since when, with its value, its bound and its counts', async () => {
    const verdicts = await judge(backend, rule('genai-faithfulness-drop'), 60, t0);
    expect(verdicts).toHaveLength(1);
    const [{ state, about, why } = { state: 'ok', about: '', why: [] }] = verdicts;
    expect(state).toBe('firing');
    expect(about).toContain('support-chat');
    expect(why.join('; ')).toMatch(
      /^Mean score \(faithfulness\) [23]\.\d+ < 3\.5; .*(since|for) .*; Requests \d+, Scores/
    );
  });

  test('that does not fire says how far it is from it', async () => {
    const [verdict] = await judge(backend, rule('genai-latency-p99'), 60, t0);
    expect(verdict).toMatchObject({ state: 'ok' });
    expect(verdict?.why[0]).toMatch(/^Latency p99 [\d.]+ m?s \(fires > 30 s\)$/);
  });

  test('that cannot be evaluated says why', async () => {
    const elsewhere = backendOf(plugin, {
      uid: 'nowhere',
      name: 'nowhere',
      url: host.url,
      jsonData: { database: 'otel', username: host.settings.user, tracesTable: 'no_such_table' },
      secureJsonData: {},
    });
    const [verdict] = await judge(elsewhere, rule('genai-latency-p99'), 60, t0);
    expect(verdict?.state).toBe('error');
    expect(verdict?.why.join()).toContain('no_such_table');
  });
});
