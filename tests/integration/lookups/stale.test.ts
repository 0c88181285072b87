import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { alertRules as all } from '../../../src/engine/alerts/index.ts';
import { factIds, type FactId } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { firing, instancesIn } from '../alerts/condition.ts';
import { tick } from '../alerts/scenario.ts';
import { expectedOf, scenarios, trafficOf } from '../alerts/scenarios/index.ts';
import { demoRows, from, oddRows, span, t0 } from '../engine/rows.ts';
import { isClose, panel, startHost, withSql, type Host } from '../engine/support.ts';
import { AgedHost } from './agedhost.ts';

// A census older than its data: what it has not seen must not be taken for a finding.

const patient = 1_200_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host.close());

describe('every rule fires as with a young census', () => {
  const alertRules = all.filter(({ statement }) => statement.kind === 'measure');

  test.each(alertRules.map((rule) => [rule.uid, rule] as const))(
    '%s',
    async (_, rule) => {
      const aged = new AgedHost(host, rule.uid.replaceAll('-', '_'), tick);
      const length = rule.window * 1000;
      const moments = [tick - length / 2, tick - 2 * length];
      await aged.load(trafficOf(rule), moments);
      const fired = async (to: number, seenUntil?: number): Promise<string[]> => {
        const request = panel(tick - length, to, { fromAlert: true });
        const answer = await aged.askTwice({ ...rule.statement, select: rule.show[rule.value] }, request, seenUntil);
        return firing(instancesIn(rule, scenarios[rule.uid]?.by ?? '', answer), conditionOf(rule));
      };
      for (const seenUntil of moments) {
        expect(await fired(tick, seenUntil), `seen until ${seenUntil}`).toEqual(expectedOf(rule));
      }
      // A range may end in the future, such as "Today".
      const later = tick + length;
      expect(await fired(later, moments[1]), 'with an end in the future').toEqual(await fired(later));
    },
    patient
  );
});

describe('every measure is as with a young census', () => {
  const now = t0 + 1000;
  const seenUntil = t0 - 600_000;
  let aged: AgedHost;

  /** The measures that the statement cannot know without the price of a model that the census has not seen. */
  const ofPrices: readonly string[] = [
    'cost',
    'estimated_cost',
    'cost_per_request',
    'cost_per_1k_tokens',
    'unpriced_requests',
    'unseen_requests',
    'priced_share',
    'estimated_share',
  ];

  const later = (secondsAgo: number, provider: string, model: string) =>
    span(t0 - secondsAgo * 1000, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.usage.output_tokens': '100',
    });
  const [known, unknown] = [20, 5];

  beforeAll(async () => {
    const [demo, odd] = [demoRows(), oddRows()];
    const spans = [
      ...demo.spans,
      ...odd.spans,
      // Two models that are first used now: one of the price table, and one of nobody's.
      ...Array.from({ length: known }, (_, index) => later(100 + index, 'mistral_ai', 'mistral-large-latest')),
      ...Array.from({ length: unknown }, (_, index) => later(100 + index, 'openai', 'our-own')),
    ];
    aged = new AgedHost(host, 'measured', now);
    await aged.load({ spans, logs: [...demo.logs, ...odd.logs] }, [seenUntil]);
  }, patient);

  const ownOf = (fact: FactId): MeasureId[] =>
    measureIds.filter((id) => measures[id].fact === fact && !measures[id].over && id !== 'whatif_cost');

  const request = (to: number) => panel(from, to);
  const queryOf = (asked: readonly MeasureId[]) => ({
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: asked.map((id) => ({ id, ...(measures[id].perEvaluation ? { evaluation: 'faithfulness' } : {}) })),
  });

  test.each(factIds.flatMap((fact) => [['now', fact, t0] as const, ['in the future', fact, t0 + 86_400_000] as const]))(
    'with an end %s, of %s',
    async (_, fact, to) => {
      const own = ownOf(fact);
      const young = await aged.ask(queryOf(own), request(to));
      const old = await aged.ask(queryOf(own), request(to), seenUntil);
      withSql(old.plan, () => {
        const [is, was] = [young.answer.rows[0] ?? [], old.answer.rows[0] ?? []];
        const others = own.filter((_, index) => !isClose(was[index], is[index] as number | null));
        expect(others.filter((id) => !ofPrices.includes(id))).toEqual([]);
      });
    },
    patient
  );

  test(
    'what depends on the price of an unseen model is unknown, and the answer says so',
    async () => {
      const counts = ['requests', 'unpriced_requests', 'unseen_requests'] as const;
      const query = { ...queryOf([...counts, 'cost']), groupBy: ['model', 'cost_source'] };
      const models = ['mistral-large-latest', 'our-own'];
      const found = async (seen?: number) => {
        const { plan, answer } = await aged.ask(query, request(t0), seen);
        const unseen = answer.columns.indexOf(plan.unseen ?? '');
        return {
          some: answer.rows.some((row) => Number(row[unseen]) > 0),
          rows: answer.rows.filter(([model]) => models.includes(String(model))).map((row) => row.slice(0, 6)),
        };
      };
      const cost = expect.any(Number) as unknown;
      expect(await found()).toEqual({
        some: false,
        rows: [
          [models[0], 'estimated', known, 0, 0, cost],
          [models[1], 'unpriced', unknown, unknown, 0, null],
        ],
      });
      expect(await found(seenUntil)).toEqual({
        some: true,
        rows: [
          [models[0], 'unknown', known, 0, known, null],
          [models[1], 'unknown', unknown, 0, unknown, null],
        ],
      });
    },
    patient
  );
});
