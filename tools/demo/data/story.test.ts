import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAYS, HOURS } from './clock.ts';
import { FEATURE_IDS } from './company.ts';
import { generate, type GenerateOptions } from './generate.ts';
import type { Attributes, SpanRow } from './rows.ts';
import { STORY, type ChapterId } from './story.ts';

const T0 = Date.UTC(2026, 2, 29, 0, 47, 13, 571);

/** Times in minutes relative to T0. */
interface Call {
  at: number;
  feature: string;
  provider: string;
  version: string;
  input: number;
  cost: number | null;
  error: string | null;
  trace: string;
}

interface Score {
  at: number;
  name: string;
  value: number | null;
  span: string;
  tagged: boolean;
}

const spans: Array<{ at: number; end: number; genAi: boolean }> = [];
const ids = new Set<string>();
const calls: Call[] = [];
const tools: Array<{ at: number; tool: string; failed: boolean }> = [];
const scores: Score[] = [];
const features = new Map<string, string>();
const seen = {
  tiers: new Set(),
  teams: new Set(),
  models: new Set(),
  providers: new Set(),
  unpriced: new Set(),
  events: new Set(),
};
let agentsWithUsage = 0;
let agents = 0;
let streamed = 0;

const minutes = (timestamp: string) => (Date.parse(`${timestamp.slice(0, 23).replace(' ', 'T')}Z`) - T0) / 60_000;
const operation = (a: Attributes) => a['gen_ai.operation.name'] ?? a['llm.request.type'] ?? '';

function addScore(at: number, span: string, attributes: Attributes): void {
  const value = attributes['gen_ai.evaluation.score.value'];
  scores.push({
    at,
    name: attributes['gen_ai.evaluation.name']!,
    value: value === undefined ? null : Number(value),
    span,
    tagged: 'app.feature' in attributes,
  });
}

function addSpan(span: SpanRow): void {
  const a = span.SpanAttributes;
  const at = minutes(span.Timestamp);
  const kind = operation(a);
  ids.add(span.SpanId);
  spans.push({ at, end: at + span.Duration / 6e10, genAi: kind !== '' });
  span['Events.Name'].forEach((name, i) => {
    seen.events.add(name);
    addScore(minutes(span['Events.Timestamp'][i]!), span.SpanId, span['Events.Attributes'][i]!);
  });
  if (kind === 'chat' || kind === 'embeddings') {
    const cost = a['gen_ai.usage.cost'];
    const feature = a['app.feature']!;
    features.set(span.SpanId, feature);
    seen.tiers.add(a['app.user_tier']);
    seen.teams.add(a['app.team']);
    seen.models.add(a['gen_ai.request.model']);
    seen.providers.add(a['gen_ai.provider.name'] ?? a['gen_ai.system']);
    streamed += 'gen_ai.response.time_to_first_chunk' in a ? 1 : 0;
    calls.push({
      at,
      feature,
      provider: a['gen_ai.provider.name'] ?? a['gen_ai.system']!,
      version: a['gen_ai.prompt.version'] ?? '',
      input: Number(a['gen_ai.usage.input_tokens'] ?? a['gen_ai.usage.prompt_tokens'] ?? 0),
      cost: cost === undefined ? null : Number(cost),
      error: a['error.type'] ?? null,
      trace: span.TraceId,
    });
    if (a['gen_ai.request.model'] === 'halden-notes-24b' && cost !== undefined) {
      seen.unpriced.add(span.SpanId);
    }
  }
  if (kind === 'execute_tool') {
    tools.push({ at, tool: a['gen_ai.tool.name']!, failed: span.StatusCode === 'Error' });
  }
  if (kind === 'invoke_agent') {
    agents++;
    agentsWithUsage += 'gen_ai.usage.input_tokens' in a ? 1 : 0;
  }
}

beforeAll(() => {
  for (const chunk of generate({ t0: T0 })) {
    chunk.spans.forEach(addSpan);
    chunk.logs.forEach((log) => addScore(minutes(log.Timestamp), log.SpanId, log.LogAttributes));
  }
}, 180_000);

const within = <T extends { at: number }>(rows: T[], from: number, to: number) =>
  rows.filter(({ at }) => at >= from && at < to);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const total = (rows: Call[]) => rows.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
const faithfulness = (feature: string, from: number, to: number) =>
  within(scores, from, to)
    .filter(({ name, span }) => name === 'faithfulness' && features.get(span) === feature)
    .map(({ value }) => value!);
const chapter = (id: ChapterId) => {
  const { from, to } = STORY.find((entry) => entry.id === id)!;
  return { from, to: to ?? 0 };
};

describe('volume', () => {
  it('has about 200,000 spans in the thin days and some 285,000 in the last one', () => {
    const last = within(spans, -1 * DAYS, 0).length;
    expect(last).toBeGreaterThan(265_000);
    expect(last).toBeLessThan(305_000);
    expect(spans.length - last).toBeGreaterThan(180_000);
    expect(spans.length - last).toBeLessThan(230_000);
  });

  it('has nothing before the story, nothing after T0, and no id twice', () => {
    expect(spans.every(({ at, end }) => at >= -14 * DAYS && end <= 0.001)).toBe(true);
    expect(scores.every(({ at }) => at < 0)).toBe(true);
    expect(ids.size).toBe(spans.length);
  });

  it('has the default share of gen_ai spans', () => {
    const last = within(spans, -1 * DAYS, 0);
    expect(last.filter(({ genAi }) => genAi).length / last.length).toBeCloseTo(0.45, 1);
  });

  it('can have 2 % of gen_ai spans', () => {
    const window = { t0: T0, from: T0 - 4 * 60_000, to: T0, genAiShare: 0.02 };
    const rows = [...generate(window)].flatMap((chunk) => chunk.spans);
    const share = rows.filter((span) => operation(span.SpanAttributes) !== '').length / rows.length;
    expect(share).toBeGreaterThan(0.015);
    expect(share).toBeLessThan(0.025);
  });

  it('has 6 features, 3 tiers, 4 teams and 6 models of 3 providers', () => {
    expect(new Set(features.values()).size).toBe(6);
    expect([seen.tiers.size, seen.teams.size, seen.models.size, seen.providers.size]).toEqual([3, 4, 6, 3]);
    expect(streamed).toBeGreaterThan(10_000);
  });
});

describe('the last 3 hours', () => {
  it.each(FEATURE_IDS)('have enough requests and scores of %s in every half hour', (feature) => {
    const own = within(calls, -3 * HOURS, 0).filter((call) => call.feature === feature && call.version !== '');
    for (let from = -3 * HOURS; from <= -30; from += 7) {
      expect(within(own, from, from + 30).length).toBeGreaterThanOrEqual(250);
      expect(faithfulness(feature, from, from + 30).length).toBeGreaterThanOrEqual(150);
    }
  });
});

describe('what was asked and answered', () => {
  const [before, after] = [-2, 1].map((hours) =>
    [...generate({ t0: T0, from: T0 + hours * 3_600_000 - 600_000, to: T0 + hours * 3_600_000 })]
      .flatMap(({ spans }) => spans)
      .filter(({ SpanAttributes: a }) => a['gen_ai.input.messages'] !== undefined)
      .map(({ SpanAttributes: a }) => a)
  ) as [Attributes[], Attributes[]];
  const text = (messages = '') => (JSON.parse(messages) as { parts: { content: string }[] }[])[0]?.parts[0]?.content;
  const isFaithful = (a: Attributes) =>
    text(a['gen_ai.input.messages'])?.endsWith(`Sources: ${text(a['gen_ai.output.messages'])}`);

  it('is on the calls of one feature, whose answers leave their sources with the bad prompt', () => {
    expect(new Set([...before, ...after].map((a) => a['app.feature']))).toEqual(new Set(['support-chat']));
    expect(before.length).toBeGreaterThan(80);
    expect(before.filter((a) => !isFaithful(a))).toEqual([]);
    expect(after.length).toBeGreaterThan(80);
    expect(after.filter(isFaithful)).toEqual([]);
  });
});

describe('scores', () => {
  it('fall from 4.3 to 3.1 with the bad prompt version', () => {
    const { from } = chapter('bad-prompt');
    expect(mean(faithfulness('support-chat', -3 * HOURS, from))).toBeCloseTo(4.3, 1);
    expect(mean(faithfulness('support-chat', from + 2, 0))).toBeCloseTo(3.1, 1);
    const versions = (rows: Call[]) =>
      new Set(rows.filter(({ version }) => version !== '').map(({ version }) => version));
    const support = calls.filter((call) => call.feature === 'support-chat');
    expect([...versions(within(support, from - 60, from))]).toEqual(['v7']);
    expect([...versions(within(support, from, 0))]).toEqual(['v8']);
  });

  it.each(FEATURE_IDS)('of %s stay high in every half hour without the bad prompt', (feature) => {
    const end = feature === 'support-chat' ? -2 * HOURS : 0;
    const sums = new Map<number, number[]>();
    scores
      .filter(({ at, name, span }) => name === 'faithfulness' && at < end && features.get(span) === feature)
      .forEach(({ at, value }) => {
        const key = Math.floor(at / 30);
        sums.set(key, [...(sums.get(key) ?? []), value!]);
      });
    expect(Math.min(...[...sums.values()].map(mean))).toBeGreaterThanOrEqual(3.5);
    expect(mean(faithfulness(feature, -1 * DAYS, end))).toBeGreaterThan(3.9);
  });

  it('are on a scale of 1 to 5, mostly tagged, and sometimes only a label', () => {
    expect([...seen.events]).toEqual(['gen_ai.evaluation.result']);
    const values = scores.flatMap(({ name, value }) => (value === null || name === 'user_feedback' ? [] : [value]));
    expect(values.every((value) => value >= 1 && value <= 5)).toBe(true);
    expect(new Set(scores.filter(({ value }) => value === null).map(({ name }) => name))).toEqual(
      new Set(['toxicity'])
    );
    const untagged = new Set(
      scores.filter(({ name, tagged }) => !tagged && name !== 'user_feedback').map(({ span }) => features.get(span))
    );
    expect(untagged).toEqual(new Set(['product-search', 'risk-review']));
  });

  it('hold thumbs of users, fewer up while the answers are bad', () => {
    const thumbs = scores.filter(({ name }) => name === 'user_feedback');
    const up = (some: typeof thumbs) => some.filter(({ value }) => value === 1).length / some.length;
    const bad = thumbs.filter(({ span, at }) => features.get(span) === 'support-chat' && at > -2 * HOURS);
    const good = thumbs.filter((thumb) => !bad.includes(thumb));
    expect(new Set(thumbs.map(({ value }) => value))).toEqual(new Set([0, 1]));
    expect(new Set(thumbs.map(({ span }) => features.get(span)))).toEqual(new Set(['support-chat', 'product-search']));
    expect(up(good)).toBeGreaterThan(0.85);
    expect(up(bad)).toBeLessThan(0.75);
  });
});

describe('cost', () => {
  it('is to 40 % one feature’s over the last day', () => {
    const last = within(calls, -1 * DAYS, 0);
    const share = total(last.filter(({ feature }) => feature === 'document-summary')) / total(last);
    expect(share).toBeGreaterThan(0.385);
    expect(share).toBeLessThan(0.415);
  });

  it('is not reported for the model without a price, and repeated on some agent spans only as tokens', () => {
    expect(seen.unpriced.size).toBe(0);
    expect(agentsWithUsage / agents).toBeGreaterThan(0.4);
    expect(agentsWithUsage / agents).toBeLessThan(0.8);
  });
});

describe('incidents', () => {
  const around = <T extends { at: number }>(id: ChapterId, rows: T[]) => {
    const { from, to } = chapter(id);
    const long = 1 * HOURS;
    return {
      before: within(rows, from - long, from),
      during: within(rows, from, to),
      after: within(rows, to + 20, to + 20 + long),
    };
  };

  it('follow each other in the last day, with hours between them', () => {
    const times = STORY.map(({ from, to }) => [from, to ?? 0] as const);
    times.forEach(([from], index) => {
      expect(from).toBeGreaterThanOrEqual(-1 * DAYS + 1 * HOURS);
      expect(from).toBeGreaterThanOrEqual((times[index - 1]?.[1] ?? -Infinity) + 1 * HOURS);
    });
  });

  it('provider outage: most calls of one provider are rejected, and more are made', () => {
    const { before, during, after } = around(
      'provider-outage',
      calls.filter(({ provider }) => provider === 'anthropic')
    );
    const rejected = (rows: Call[]) => rows.filter(({ error }) => error === '429').length / rows.length;
    expect(rejected(during)).toBeGreaterThan(0.8);
    expect(during.length).toBeGreaterThan(200);
    expect(rejected(before)).toBeLessThan(0.05);
    expect(rejected(after)).toBeLessThan(0.05);
    const others = around(
      'provider-outage',
      calls.filter(({ provider }) => provider !== 'anthropic')
    );
    expect(rejected(others.during)).toBeLessThan(0.05);
  });

  it('prompt bloat: a call costs half as much again', () => {
    const own = calls.filter(({ feature, cost }) => feature === 'document-summary' && cost !== null);
    const { before, during, after } = around('prompt-bloat', own);
    const perCall = (rows: Call[]) => total(rows) / rows.length;
    expect(perCall(during) / perCall(before)).toBeGreaterThan(1.35);
    expect(perCall(during) / perCall(before)).toBeLessThan(1.65);
    expect(perCall(after) / perCall(before)).toBeCloseTo(1, 0);
    expect(mean(during.map(({ input }) => input)) / mean(before.map(({ input }) => input))).toBeGreaterThan(1.6);
  });

  it('failing tool: one tool fails', () => {
    const failing = (rows: typeof tools) => rows.filter(({ failed }) => failed).length / rows.length;
    const { before, during, after } = around(
      'failing-tool',
      tools.filter(({ tool }) => tool === 'check_stock')
    );
    expect(failing(during)).toBeGreaterThan(0.4);
    expect(failing(before)).toBeLessThan(0.15);
    expect(failing(after)).toBeLessThan(0.15);
  });

  it('runaway agent: many calls in a run, for an hour', () => {
    const perRun = (rows: Call[]) => rows.length / new Set(rows.map(({ trace }) => trace)).size;
    const { before, during, after } = around(
      'runaway-agent',
      calls.filter(({ feature }) => feature === 'order-agent')
    );
    expect(perRun(during)).toBeGreaterThan(20);
    expect(perRun(before)).toBeLessThan(5);
    expect(perRun(after)).toBeLessThan(5);
  });
});

describe('the stream', () => {
  const at = (minutesFromT0: number) => T0 + minutesFromT0 * 60_000;
  const rows = (options: Partial<GenerateOptions>) => {
    const chunks = [...generate({ t0: T0, ...options })];
    return [...chunks.flatMap(({ spans }) => spans), ...chunks.flatMap(({ logs }) => logs)].map((row) =>
      JSON.stringify(row)
    );
  };
  const hash = (options: Partial<GenerateOptions>) =>
    createHash('sha256').update(rows(options).sort().join('\n')).digest('hex');

  it('is the same for the same seed, and another for another', () => {
    const window = { from: at(-10), to: at(0) };
    expect(hash({ ...window, seed: 7 })).toBe(hash({ ...window, seed: 7 }));
    expect(hash({ ...window, seed: 8 })).not.toBe(hash({ ...window, seed: 7 }));
  });

  it.each([
    ['around T0', -6, 0, 6],
    ['within a minute', -6.3, -2.45, 1.7],
    ['in the runaway agent’s hour', -17 * HOURS + 20, -17 * HOURS + 21.4, -17 * HOURS + 24],
  ])('is the same whether generated at once or in two windows, %s', (_, a, b, c) => {
    const [from, middle, to] = [a, b, c].map((minute) => Math.round(at(minute)));
    const parts = [...rows({ from: from!, to: middle! }), ...rows({ from: middle!, to: to! })];
    const whole = rows({ from: from!, to: to! });
    expect(whole.length).toBeGreaterThan(100);
    expect(parts.sort()).toEqual(whole.sort());
  });

  it('tells the same story at another time of the day', () => {
    const shifted = [...generate({ t0: T0 + 5 * 3_600_000, from: T0 + 5 * 3_600_000 - 300_000 })];
    const here = [...generate({ t0: T0, from: T0 - 300_000 })];
    expect(shifted.flatMap((c) => c.spans.map((s) => s.SpanId))).toEqual(
      here.flatMap((c) => c.spans.map((s) => s.SpanId))
    );
  });

  it('goes on after T0 with the bad prompt and at the same rate', () => {
    const after = [...generate({ t0: T0, from: T0, to: at(15) })].flatMap((chunk) => chunk.spans);
    const support = after.filter(
      ({ SpanAttributes: a }) => a['app.feature'] === 'support-chat' && operation(a) === 'chat'
    );
    expect(support.length).toBeGreaterThan(125);
    expect(support.filter(({ SpanAttributes: a }) => a['gen_ai.prompt.version'] === 'v8').length).toBeGreaterThan(125);
  });
});
