import type { BacktestResult } from '../../../../src/engine/alerts/backtest/model.ts';
import type { AlertRule } from '../../../../src/engine/alerts/rule.ts';
import { requestOf } from '../../../cli/alerts/rules.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from './evaluate.ts';

/** The state that an instance would have if Grafana had been watching it, and since when. */
export interface Standing {
  state: 'firing' | 'pending';
  /** Epoch milliseconds; the start of the replay if the state is older. */
  since: number;
  older: boolean;
}

/** How far a rule is replayed: the demo's incident began two hours ago. */
const LOOK_BACK_MS = 6 * 3_600_000;

/** Replays the rule up to now, and returns its firing and pending instances by label set. Empty if it cannot be replayed. */
export async function standings(
  backend: Backend,
  rule: AlertRule,
  interval: number,
  now: number
): Promise<Map<string, Standing>> {
  const from = now - LOOK_BACK_MS;
  const { code, body } = await backend.resource('backtest', requestOf(rule, interval, { from, to: now }));
  if (code !== 200) {
    return new Map();
  }
  const older = (since: number) => since < from + (interval + rule.pending) * 1000;
  return new Map(
    (body as BacktestResult).instances.flatMap(({ labels, changes, firings }): [string, Standing][] => {
      const firing = firings.find(({ end }) => end === null);
      const last = changes[changes.length - 1];
      if (firing) {
        return [[keyOf(labels), { state: 'firing', since: firing.start, older: older(firing.start) }]];
      }
      return last?.state === 'Pending'
        ? [[keyOf(labels), { state: 'pending', since: last.at, older: older(last.at) }]]
        : [];
    })
  );
}
