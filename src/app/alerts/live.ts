import { ask } from '../fetch.ts';

export type LiveState = 'firing' | 'pending' | 'normal' | 'nodata' | 'error';

/** The current state of a rule: the worst state of its instances, and how many are in which state. */
export interface Live {
  state: LiveState;
  counts: Partial<Record<LiveState, number>>;
  error: string | undefined;
}

interface StateRule {
  uid: string;
  state: string;
  health?: string;
  lastError?: string;
  totals?: Record<string, number>;
}

interface Answer {
  data: { groups: { rules: StateRule[] }[] };
}

/** Maps Grafana's state names to ours; a recovering instance still fires. */
const names: Record<string, LiveState> = {
  alerting: 'firing',
  recovering: 'firing',
  pending: 'pending',
  normal: 'normal',
  nodata: 'nodata',
  error: 'error',
};

const worstFirst: LiveState[] = ['error', 'firing', 'pending', 'nodata', 'normal'];

export async function readLive(): Promise<Map<string, Live>> {
  const { data } = await ask<Answer>({ url: '/api/prometheus/grafana/api/v1/rules' });
  return new Map(data.groups.flatMap(({ rules }) => rules.map((rule) => [rule.uid, liveOf(rule)])));
}

function liveOf({ health, lastError, totals = {} }: StateRule): Live {
  const counts: Live['counts'] = {};
  for (const [name, count] of Object.entries(totals)) {
    const state = names[name];
    if (state && count > 0) {
      counts[state] = (counts[state] ?? 0) + count;
    }
  }
  const failed = health === 'error' || health === 'err';
  const state = failed ? 'error' : (worstFirst.find((one) => counts[one] !== undefined) ?? 'normal');
  return { state, counts, error: lastError || undefined };
}
