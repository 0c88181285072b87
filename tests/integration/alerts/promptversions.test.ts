import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { grafanaRule } from '../../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import { load, log, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { firing, instancesIn } from './condition.ts';
import { backtested, changesIn, changesOf, live } from './replay.ts';

// The previous version is a label: it must be right, and it must not change while an alert fires.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The time of the bad version's deployment, in the middle of an hour. */
const deployed = Date.UTC(2026, 2, 20, 21, 20);

const rule = alertRules.find(({ uid }) => uid === 'genai-faithfulness-drop')!;
const condition = '$N > 100 && $S >= 20 && $A < 3.5';

/** Generates scored calls of a version at regular intervals. */
function calls(prompt: string, version: string, from: number, to: number, every: number, score: number) {
  return Array.from({ length: Math.floor((to - from) / every) }, (_, index) => {
    const at = from + index * every;
    const call = span(at, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'app.feature': prompt,
      'app.team': 'crew',
      'gen_ai.prompt.name': prompt,
      ...(version === '' ? {} : { 'gen_ai.prompt.version': version }),
    });
    const scored = log(at, call, {
      'gen_ai.evaluation.name': 'faithfulness',
      'gen_ai.evaluation.score.value': String(score),
    });
    return { call, scored };
  });
}

const often = minute / 6;
const end = deployed + 5 * hour;

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const all = [
    // This has a trial long ago, the previous version, a trial of the next one in parallel, and the bad one.
    ...calls('answer', 'v6', deployed - 3 * day, deployed - 3 * day + hour, 2 * minute, 4.5),
    ...calls('answer', 'v7', deployed - 2 * day, deployed, 2 * minute, 4.5),
    ...calls('answer', 'draft', deployed - 3 * hour, deployed - 3 * hour + minute, often, 4.5),
    ...calls('answer', 'v8', deployed, end, often, 2),
    // This has a version that is back, and is bad now.
    ...calls('back', 'v1', deployed - 6 * hour, deployed - 3 * hour, 2 * minute, 4.5),
    ...calls('back', 'v2', deployed - 3 * hour, deployed, 2 * minute, 4.5),
    ...calls('back', 'v1', deployed, end, often, 2),
    // This always had the same version.
    ...calls('sums', 'only', deployed - 2 * day, deployed - 2 * day + hour, minute, 2),
    ...calls('sums', 'only', deployed, end, often, 2),
    // This has no version, and no earlier one is known.
    ...calls('greet', '', deployed, end, often, 2),
    // This is good with its new version.
    ...calls('fine', '1', deployed - 5 * hour, deployed, minute, 4.5),
    ...calls('fine', '2', deployed, end, often, 4.5),
  ];
  await load(host.url, 'otel', { spans: all.map(({ call }) => call), logs: all.map(({ scored }) => scored) });
});

afterAll(() => host.close());

async function firingAt(tick: number): Promise<Record<string, string>[]> {
  const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
  const answer = await host.ask({ ...rule.statement, select: 'score' }, request);
  const names = ['feature', 'prompt_version', 'previous_prompt_version'];
  const firingFeatures = firing(instancesIn(rule, 'feature', answer), condition);
  return answer.rows
    .map((row) => Object.fromEntries(names.map((name) => [name, String(row[answer.columns.indexOf(name)])])))
    .filter(
      ({ feature, prompt_version: version }) =>
        firingFeatures.includes(feature ?? '') && version !== 'v7' && version !== 'v2'
    )
    .sort((a, b) => String(a['feature']).localeCompare(String(b['feature'])));
}

const expected = [
  { feature: 'answer', prompt_version: 'v8', previous_prompt_version: 'v7' },
  { feature: 'back', prompt_version: 'v1', previous_prompt_version: 'v2' },
  { feature: 'greet', prompt_version: 'unknown', previous_prompt_version: 'unknown' },
  { feature: 'sums', prompt_version: 'only', previous_prompt_version: 'unknown' },
];

describe('the version before', () => {
  it.each([
    ['the hour in which it came', 25],
    ['the next hour', 50],
    ['hours later', 150],
    ['the next day', 170],
    ['hours into the next day', 280],
  ])('is the same in %s', async (_, minutes) => {
    expect(await firingAt(deployed + minutes * minute)).toEqual(expected);
  });

  it('is in the alert’s description', () => {
    const { description } = grafanaRule(rule).annotations;
    expect(description).toContain(
      '{{ with index $labels "previous_prompt_version" }}{{ if ne . "unknown" }}; the previous one was {{ . }}{{ end }}{{ end }}'
    );
  });

  it('is the same in a replay', async () => {
    const { condition: refId, data } = grafanaRule(rule);
    const request = {
      rule: { condition: refId, data, noDataState: 'OK' as const, execErrState: 'Error' as const, for: rule.pending },
      from: deployed - 20 * minute,
      to: deployed + 3 * hour,
      interval: 1200,
    };
    const result = await backtested(host, request);
    expect(changesIn(result)).toEqual(changesOf(request, await live(host, request)));
    expect(
      result.instances
        .filter(({ firings }) => firings.length > 0)
        .map(({ labels }) => labels['previous_prompt_version'])
    ).toEqual(expect.arrayContaining(['v7']));
  });

  it('filters too', async () => {
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: [{ id: 'requests' }],
      groupBy: ['prompt_version'],
      filters: [{ dimension: 'previous_prompt_version', operator: 'in', values: ['v7'] }],
    };
    const { rows } = await host.ask(query, panel(deployed - 4 * hour, end));
    expect(rows.map(([version]) => version).sort()).toEqual(['draft', 'v8']);
  });
});
