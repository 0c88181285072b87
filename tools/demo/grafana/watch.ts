import { setTimeout as sleep } from 'node:timers/promises';
import type { GrafanaApi, RuleState } from './api.ts';

const EVERY_MS = 3_000;

/** A change of an alert or a rule, for the user. */
export interface Change {
  text: string;
  severity: 'info' | 'warning' | 'error';
}

export const clock = (time: number) => new Date(time).toTimeString().slice(0, 8);

const named = (labels: Record<string, string>) => ['feature', 'team'].flatMap((name) => labels[name] ?? []).join(', ');

/** A busy machine evaluates a rule later than it should. */
const whenOf = (time: number): string => (time > Date.now() ? `at about ${clock(time)}` : 'at its next evaluation');

function described(rule: RuleState & { interval: number }): Map<string, Change> {
  const alerts = (rule.alerts ?? []).filter(({ state }) => /^(pending|alerting|firing)/i.test(state));
  const changes = alerts.map(({ state, activeAt, labels }): [string, Change] => {
    const pending = /^pending/i.test(state);
    const of = named(labels);
    const about = of === '' ? rule.name : `${rule.name} (${of})`;
    // A rule is evaluated once per interval, so it may fire up to one interval later.
    const fires = Date.parse(activeAt) + rule.duration * 1000;
    return pending
      ? [`${about} pending`, { text: `${about} is pending and fires ${whenOf(fires)}`, severity: 'warning' }]
      : [`${about} firing`, { text: `${about} is firing`, severity: 'error' }];
  });
  if (rule.health === 'error') {
    changes.push([`${rule.name} error`, { text: `${rule.name} fails: ${rule.lastError ?? ''}`, severity: 'error' }]);
  }
  return new Map(changes);
}

/** Reports alerts that become pending or firing, until the signal aborts. */
export async function watchAlerts(api: GrafanaApi, tell: (change: Change) => void, signal: AbortSignal): Promise<void> {
  let known = new Set<string>();
  while (!signal.aborted) {
    const rules = await api.rules().catch(() => undefined);
    if (rules) {
      const now = new Map(rules.flatMap((rule) => [...described(rule)]));
      [...now].filter(([key]) => !known.has(key)).forEach(([, change]) => tell(change));
      known = new Set(now.keys());
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
