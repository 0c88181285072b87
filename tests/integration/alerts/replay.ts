import { parseMath } from '../../../src/engine/alerts/expression/parse.ts';
import { evaluateMath, type Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import type { BacktestRequest, BacktestResult } from '../../../src/engine/alerts/backtest/model.ts';
import { expressions } from '../../../src/engine/alerts/grafana.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { ResourceAnswer, Statement, StatementResult } from '../../../src/engine/host.ts';
import { keeping } from '../../../tools/cli/keeping.ts';
import type { Host } from '../engine/support.ts';
import { byLabels, key, Manager, type Result } from '../../unit/alerts/manager.ts';

export interface Live {
  labels: Record<string, string>;
  values: Record<string, Value>;
}

/** Answers that a host may keep, such as the census. */
const kept = new WeakMap<Host, (statement: Statement) => Promise<StatementResult>>();

function answered(host: Host, statement: Statement): Promise<StatementResult> {
  const run =
    kept.get(host) ??
    keeping((asked) =>
      host.answer(asked).then(
        (found): StatementResult => ({ ok: true, ...found }),
        (failure: unknown): StatementResult => ({
          ok: false,
          failure: { phase: 'status', status: 500, code: 395, excerpt: String(failure) },
        })
      )
    );
  kept.set(host, run);
  return run(statement);
}

/** Calls the resource, in as many steps as it asks for. */
export async function backtested(host: Host, body: BacktestRequest): Promise<BacktestResult> {
  let step = handle({ op: 'resource', now: Date.now(), path: 'backtest', body, settings: host.settings });
  while ('need' in step) {
    const results = await Promise.all(step.need.map((statement) => answered(host, statement)));
    // As in the backend, the state between steps is JSON.
    const state: unknown = JSON.parse(JSON.stringify(step.state));
    step = handle({ op: 'resource', now: Date.now(), path: 'backtest', body, settings: host.settings, state, results });
  }
  if ('error' in step) {
    throw new Error(step.error.message);
  }
  return (step.done as ResourceAnswer).body as BacktestResult;
}

const queriesOf = ({ rule }: BacktestRequest) => rule.data.filter(({ datasourceUid }) => datasourceUid !== expressions);

export const ticksOf = ({ from, to, interval }: BacktestRequest): number[] => {
  const first = Math.ceil(from / 1000 / interval) * interval * 1000;
  return Array.from(
    { length: Math.ceil((to - first) / (interval * 1000)) },
    (_, index) => first + index * interval * 1000
  );
};

/** Runs the rule's queries at a tick, as its live evaluation does. One statement answers them all. */
export async function liveAt(host: Host, request: BacktestRequest, tick: number): Promise<Live[]> {
  const queries = queriesOf(request);
  const [first] = queries;
  const { from, to } = first?.relativeTimeRange ?? { from: 0, to: 0 };
  const plan = await host.plan(first?.model, {
    refId: 'A',
    from: tick - from * 1000,
    to: tick - to * 1000,
    intervalMs: 1000,
    maxDataPoints: 100,
    fromAlert: true,
  });
  const { columns, rows } = await host.run(plan);
  const labels = plan.frame.columns.filter(({ role }) => role === 'label').map(({ name }) => name);
  return rows.map((row) => {
    const of = (name: string): unknown => row[columns.indexOf(name)];
    return {
      labels: Object.fromEntries(labels.map((name) => [name, String(of(name))])),
      values: Object.fromEntries(
        queries.map(({ refId, model }) => {
          const value = of(String(model['select']));
          return [refId, typeof value === 'number' ? value : null];
        })
      ),
    };
  });
}

export async function live(host: Host, request: BacktestRequest): Promise<Live[][]> {
  const answers: Live[][] = [];
  for (const tick of ticksOf(request)) {
    answers.push(await liveAt(host, request, tick));
  }
  return answers;
}

/** Computes Grafana's states per evaluation, as the `changes` of a result, by label set. */
export function changesOf(request: BacktestRequest, answers: readonly Live[][]) {
  const condition = String(
    request.rule.data.find(({ refId }) => refId === request.rule.condition)?.model['expression']
  );
  const math = parseMath(condition);
  const uid = queriesOf(request)[0]?.datasourceUid ?? '';
  const empty = {
    datasource_uid: uid,
    ref_id: queriesOf(request)
      .map(({ refId }) => refId)
      .sort()
      .join(','),
  };
  const manager = new Manager(request.rule, request.interval);
  answers.forEach((own, tick) => {
    const results = own.map(({ labels, values }): Result => {
      const value = evaluateMath(math, values);
      return { labels, state: value === null ? 'NoData' : value === 0 ? 'Normal' : 'Alerting' };
    });
    manager.process(tick, results.length > 0 ? results : [{ labels: empty, state: 'NoData' }]);
  });
  const ticks = ticksOf(request);
  return Object.fromEntries(
    Object.entries(byLabels(manager.transitions)).map(([labels, turns]) => [
      labels,
      turns.map(({ tick, state, reason }) => ({ at: ticks[tick] ?? 0, state, reason })),
    ])
  );
}

export const changesIn = ({ instances }: BacktestResult) =>
  Object.fromEntries(instances.map(({ labels, changes }) => [key(labels), changes]));
