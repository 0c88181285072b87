/**
 * Grafana's state manager, one evaluation at a time, as it is written there, which the backtest's simulation must equal.
 * Source: Grafana, pkg/services/ngalert/state/state.go and manager.go.
 */
import type { BacktestRequest, State } from '../../../src/engine/alerts/backtest/model.ts';

export interface Result {
  labels: Record<string, string>;
  state: 'Normal' | 'Alerting' | 'NoData' | 'Error';
}

export interface Transition {
  labels: string;
  tick: number;
  state: State;
  reason: string;
}

interface Instance {
  labels: string;
  state: State;
  reason: string;
  startsAt: number;
  lastEvaluation: number;
}

type Rule = Omit<BacktestRequest['rule'], 'condition' | 'data'>;

export const key = (labels: Record<string, string>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

export class Manager {
  private readonly cache = new Map<string, Instance>();
  readonly transitions: Transition[] = [];
  private readonly rule: Rule;
  private readonly interval: number;

  constructor(rule: Rule, interval: number) {
    this.rule = rule;
    this.interval = interval;
  }

  /** Processes an evaluation. `results` is never empty: one without an answer has a single result with its own labels. */
  process(tick: number, results: readonly Result[]): void {
    this.setNextStateForRule(tick, results);
    this.processMissingSeriesStates(tick);
  }

  private setNextStateForRule(tick: number, results: readonly Result[]): void {
    const [first] = results;
    const all = (state: Result['state']) => results.every((result) => result.state === state);
    const forAll =
      (all('NoData') && this.rule.noDataState !== 'NoData') || (all('Error') && this.rule.execErrState !== 'Error');
    if (first && forAll && this.cache.size > 0) {
      for (const instance of this.cache.values()) {
        this.transition(instance, tick, first.state);
      }
      return;
    }
    for (const result of results) {
      const labels = key(result.labels);
      const isNew = !this.cache.has(labels);
      const now = tick * this.interval;
      const instance = this.cache.get(labels) ?? {
        labels,
        state: 'Normal',
        reason: '',
        startsAt: now,
        lastEvaluation: now,
      };
      this.cache.set(labels, instance);
      this.transition(instance, tick, result.state, isNew);
    }
  }

  private transition(instance: Instance, tick: number, result: Result['state'], isNew = false): void {
    const now = tick * this.interval;
    const before = `${instance.state} ${instance.reason}`;
    instance.lastEvaluation = now;
    if (result === 'Normal') {
      this.normal(instance, now);
    } else if (result === 'Alerting') {
      this.alerting(instance, now);
    } else {
      const policy = result === 'Error' ? this.rule.execErrState : this.rule.noDataState;
      if (policy === 'Alerting') {
        this.alerting(instance, now);
      } else if (policy === 'OK') {
        this.normal(instance, now);
      } else if (policy === 'KeepLast') {
        this.keepLast(instance, now);
      } else if (instance.state !== policy) {
        this.set(instance, policy, now);
      }
    }
    instance.reason = '';
    if (instance.state !== result && result !== 'Normal' && result !== 'Alerting') {
      const keeps =
        (result === 'Error' && this.rule.execErrState === 'KeepLast') ||
        (result === 'NoData' && this.rule.noDataState === 'KeepLast');
      instance.reason = keeps ? `${result}, KeepLast` : result;
    }
    if (isNew || before !== `${instance.state} ${instance.reason}`) {
      this.record(instance, tick);
    }
  }

  private normal(instance: Instance, now: number): void {
    if (instance.state === 'Normal') {
      return;
    }
    if (instance.state === 'Recovering') {
      if (now - instance.startsAt >= (this.rule.keepFiringFor ?? 0)) {
        this.set(instance, 'Normal', now);
      }
    } else if (instance.state === 'Alerting' && (this.rule.keepFiringFor ?? 0) > 0) {
      this.set(instance, 'Recovering', now);
    } else {
      this.set(instance, 'Normal', now);
    }
  }

  private alerting(instance: Instance, now: number): void {
    if (instance.state === 'Alerting') {
      return;
    }
    if (instance.state === 'Pending') {
      if (now - instance.startsAt >= this.rule.for) {
        this.set(instance, 'Alerting', now);
      }
    } else if (instance.state !== 'Recovering' && this.rule.for > 0) {
      this.set(instance, 'Pending', now);
    } else {
      this.set(instance, 'Alerting', now);
    }
  }

  private keepLast(instance: Instance, now: number): void {
    if (instance.state === 'Alerting') {
      this.alerting(instance, now);
    } else if (instance.state === 'Pending') {
      if (now - instance.startsAt >= this.rule.for) {
        this.alerting(instance, now);
      }
    } else {
      this.normal(instance, now);
    }
  }

  private processMissingSeriesStates(tick: number): void {
    const now = tick * this.interval;
    for (const instance of [...this.cache.values()]) {
      if (instance.lastEvaluation === now) {
        continue;
      }
      const evaluations =
        instance.state === 'Error' || instance.state === 'NoData' ? 1 : (this.rule.missingSeriesEvalsToResolve ?? 2);
      if (now - instance.lastEvaluation >= evaluations * this.interval) {
        instance.state = 'Normal';
        instance.reason = 'MissingSeries';
        this.record(instance, tick);
        this.cache.delete(instance.labels);
      }
    }
  }

  private set(instance: Instance, state: State, now: number): void {
    instance.state = state;
    instance.startsAt = now;
  }

  private record({ labels, state, reason }: Instance, tick: number): void {
    this.transitions.push({ labels, tick, state, reason });
  }
}

/** Groups transitions by label set. */
export function byLabels(transitions: readonly Transition[]): Record<string, Omit<Transition, 'labels'>[]> {
  const found: Record<string, Omit<Transition, 'labels'>[]> = {};
  for (const { labels, ...rest } of transitions) {
    (found[labels] ??= []).push(rest);
  }
  return found;
}
