import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ddl, stored, write } from '../../../tools/cli/prompts/table.ts';
import type { Connection } from '../../../tools/cli/connection.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

const from = Date.UTC(2026, 4, 1);
const hour = 3_600_000;
const to = from + 10 * hour;

let host: Host;
let client: ClickHouseClient;
let connection: Connection;

const call = (hours: number, version: string, prompt = 'answer') =>
  span(from + hours * hour, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.prompt.name': prompt,
    ...(version === '' ? {} : { 'gen_ai.prompt.version': version }),
  });

const several = (begin: number, end: number, count: number, version: string, prompt?: string) =>
  Array.from({ length: count }, (_, index) => call(begin + ((end - begin) * index) / (count - 1), version, prompt));

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', {
    spans: [
      ...several(0.1, 4, 20, 'v1'),
      ...several(4, 8, 20, 'v2'),
      ...several(8, 9, 3, 'v3'),
      ...several(0.45, 9, 12, 'v1', 'edge'),
      ...several(1, 9, 12, ''),
      span(from + hour, { 'gen_ai.operation.name': 'chat' }),
      call(-1, 'v0'),
      call(10, 'v4'),
    ],
    logs: [],
  });
  client = createClient({ url: host.url, database: 'otel' });
  connection = {
    client,
    settings: host.settings,
    promptsTable: 'genai_prompts',
    pricesTable: 'genai_prices',
    run: () => Promise.reject(new Error()),
    write: () => Promise.reject(new Error()),
    close: () => client.close(),
  };
});

afterAll(async () => {
  await client.close();
  await host.close();
});

async function ask(more: object, window = panel(from, to)): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await host.ask({ version: 1, format: 'table', ...more }, window);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

const clickHouseTime = (hours: number) =>
  new Date(from + hours * hour).toISOString().replace('T', ' ').replace('Z', '000000');

const brief = (rows: Record<string, unknown>[]) =>
  rows.map(({ prompt, version, time, requests, source }) => [prompt, version, time, requests, source]);

describe('without a registry', () => {
  test('a version is deployed when enough requests first name it after the window’s beginning', async () => {
    expect(brief(await ask({ kind: 'prompt_versions' }))).toEqual([
      ['answer', 'v3', null, 3, ''],
      ['answer', 'v2', clickHouseTime(4), 20, 'first seen'],
      ['answer', 'unknown', null, 12, ''],
      ['answer', 'v1', null, 20, ''],
      ['edge', 'v1', null, 12, ''],
    ]);
  });

  test('how many is enough can be said', async () => {
    const rows = await ask({ kind: 'prompt_versions', prompt: 'answer', minimum: 3, deployments: true });
    expect(brief(rows)).toEqual([
      ['answer', 'v3', clickHouseTime(8), 3, 'first seen'],
      ['answer', 'v2', clickHouseTime(4), 20, 'first seen'],
    ]);
  });

  test('what Grafana makes an annotation of', async () => {
    const [first] = await ask({ kind: 'prompt_versions', deployments: true });
    expect(first).toMatchObject({
      time: clickHouseTime(4),
      title: 'answer v2',
      text: 'Prompt version first seen',
      tags: 'prompt,answer,v2',
    });
  });

  test('no template is known, and a notice says so', async () => {
    const plan = await host.plan(
      { version: 1, format: 'table', kind: 'prompt_template', prompt: 'answer' },
      panel(from, to)
    );
    expect((await host.run(plan)).rows).toEqual([]);
    expect(plan.notices.map(({ text }) => text).join()).toContain('genai_prompts');
  });
});

describe('with a registry', () => {
  const version = (name: string, template: string, hours: number | null) => ({
    name: 'answer',
    version: name,
    sha: `sha of ${template}`,
    template,
    deployedAt: hours === null ? null : from + hours * hour,
    owner: 'us',
  });

  beforeAll(async () => {
    await host.command(`${ddl('otel.genai_prompts')}`);
    await write(connection, [version('v1', 'first draft', -50), version('v2', 'two', 3.5), version('v9', 'nine', 9.5)]);
    await new Promise((done) => setTimeout(done, 5));
    await write(connection, [version('v1', 'one', -48), version('v0', 'nought', -100), version('vx', 'when?', null)]);
  });

  test('what was written last counts', async () => {
    const rows = await stored(connection);
    expect(rows.map((row) => [row.version, row.template, row.deployedAt])).toEqual([
      ['v0', 'nought', from - 100 * hour],
      ['v1', 'one', from - 48 * hour],
      ['v2', 'two', from + 3.5 * hour],
      ['v9', 'nine', from + 9.5 * hour],
      ['vx', 'when?', null],
    ]);
  });

  test('its moments are the deployments, and versions that nobody asked yet are there', async () => {
    const rows = await ask({ kind: 'prompt_versions', prompt: 'answer' });
    expect(rows.map(({ version: name, time, source, requests }) => [name, time, source, requests])).toEqual(
      expect.arrayContaining([
        ['v9', clickHouseTime(9.5), 'registry', 0],
        ['v2', clickHouseTime(3.5), 'registry', 20],
        ['v1', clickHouseTime(-48), 'registry', 20],
        ['v3', null, '', 3],
        ['vx', null, '', 0],
      ])
    );
    const inside = await ask({ kind: 'prompt_versions', deployments: true });
    expect(inside.map(({ version: name, text }) => [name, text])).toEqual([
      ['v9', 'Prompt version deployed'],
      ['v2', 'Prompt version deployed'],
    ]);
  });

  test.each([
    ['the version that is named', { promptVersion: 'v1', at: from + 9 * hour }, ['v1', 'one', 'version']],
    ['a version without a moment', { promptVersion: 'vx' }, ['vx', 'when?', 'version']],
    ['the one in force', { at: from + 9 * hour }, ['v2', 'two', 'time']],
    ['a time as text', { at: String(from + 3.5 * hour - 1) }, ['v1', 'one', 'time']],
    ['unknown is no version', { promptVersion: 'unknown', at: from + 3.5 * hour }, ['v2', 'two', 'time']],
    ['a version that is not registered', { promptVersion: 'v7', at: from - 72 * hour }, ['v0', 'nought', 'time']],
    ['the window’s end', {}, ['v9', 'nine', 'time']],
  ])('template: %s', async (_, more, [name, template, matched]) => {
    const rows = await ask({ kind: 'prompt_template', prompt: 'answer', ...more });
    expect(rows).toEqual([expect.objectContaining({ version: name, template, matched, owner: 'us' })]);
  });

  test('template: none before the first, none of another prompt', async () => {
    expect(await ask({ kind: 'prompt_template', prompt: 'answer', at: from - 101 * hour })).toEqual([]);
    expect(await ask({ kind: 'prompt_template', prompt: 'another' })).toEqual([]);
  });
});
