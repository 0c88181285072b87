import type { Attributes, ObservableResult } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { aggregateKey } from '../../../src/engine/compile/evaluations/records.ts';
import { nanoDollars } from '../cap.ts';
import type { Config, Evaluator } from '../config/schema.ts';
import { scope, service } from '../ledger/record.ts';
import type { Event } from '../run/work.ts';
import { lagOf, type State, type Watch } from './state.ts';

/** Milliseconds of the scores whose mean a gauge is. */
const meanOf = 300_000;

/** What evaluators do, as metrics; where the file asks for it also their mean scores, such as `llm.faithfulness`. */
export class Metrics {
  readonly #provider: MeterProvider;
  readonly #count: (evaluator: Evaluator, event: Event) => void;
  readonly #recent = new Map<string, { at: number; score: number }[]>();

  constructor(watch: Watch, { evaluators, output }: Config, readers: MetricReader[], clock: () => number) {
    this.#provider = new MeterProvider({ resource: resourceFromAttributes({ 'service.name': service }), readers });
    const meter = this.#provider.getMeter(scope);
    const results = meter.createCounter('genai_evaluator.results', {
      description: 'What was decided, by outcome and reason',
    });
    const cost = meter.createCounter('genai_evaluator.cost', { description: 'What judges cost', unit: 'USD' });
    const unreadable = meter.createCounter('genai_evaluator.unreadable_answers', {
      description: 'Answers of judges that could not be read, some of which were asked for again',
    });
    this.#count = (evaluator, event) => {
      if (event.what !== 'passed') {
        return;
      }
      const { passed } = event;
      const own = { evaluator: evaluator.name };
      results.add(passed.scored, { ...own, outcome: 'scored' });
      for (const outcome of ['skipped', 'failed'] as const) {
        Object.entries(passed[outcome]).forEach(([reason, count]) => results.add(count, { ...own, outcome, reason }));
      }
      cost.add(passed.cost / nanoDollars, own);
      unreadable.add(passed.bad, own);
      if (output.gauges) {
        const at = clock();
        const scores = passed.scores.map((score) => ({ at, score }));
        this.#recent.set(evaluator.name, [...this.#recentOf(evaluator.name, at), ...scores]);
      }
    };
    const gauge = (name: string, description: string, read: (state: State) => number | undefined, unit?: string) =>
      meter
        .createObservableGauge(`genai_evaluator.${name}`, { description, ...(unit === undefined ? {} : { unit }) })
        .addCallback((result) =>
          watch.all().forEach(({ evaluator, state }) => observe(result, read(state), { evaluator: evaluator.name }))
        );
    gauge('capped', 'Whether a cap is reached', ({ capped }) => Number(capped !== undefined));
    gauge('judge.up', 'Whether the judge answered when it was last asked', ({ judge }) => Number(judge === undefined));
    gauge('clickhouse.up', 'Whether ClickHouse did what it was last asked to', ({ clickHouse }) => Number(clickHouse));
    gauge('output.up', 'Whether results could last be written where they go', ({ output: isUp }) => Number(isUp));
    gauge('lag', 'For how long something was due that is not decided', (state) => lagOf(state, clock()), 's');
    gauge('last_judged', 'When a call was last scored or failed', ({ judged }) => judged && judged / 1000, 's');
    if (output.gauges) {
      evaluators.forEach((evaluator) => {
        const attributes = {
          'gen_ai.evaluation.evaluator.id': evaluator.name,
          'gen_ai.evaluation.evaluator.version': evaluator.version,
          [aggregateKey]: 'mean',
        };
        meter
          .createObservableGauge(`llm.${evaluator.name}`, {
            description: 'Mean of the scores of the last five minutes',
          })
          .addCallback((result) => observe(result, this.#mean(evaluator.name, clock()), attributes));
      });
    }
  }

  see(evaluator: Evaluator, event: Event): void {
    this.#count(evaluator, event);
  }

  close(): Promise<void> {
    return this.#provider.shutdown().catch(() => undefined);
  }

  #recentOf(name: string, now: number): { at: number; score: number }[] {
    return (this.#recent.get(name) ?? []).filter(({ at }) => at > now - meanOf);
  }

  #mean(name: string, now: number): number | undefined {
    const recent = this.#recentOf(name, now);
    return recent.length === 0 ? undefined : recent.reduce((sum, { score }) => sum + score, 0) / recent.length;
  }
}

/** What is not known is not observed. */
function observe(result: ObservableResult, value: number | undefined, attributes: Attributes): void {
  if (value !== undefined) {
    result.observe(value, attributes);
  }
}
