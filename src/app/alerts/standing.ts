import { compare, type Compared } from './compare.ts';
import type { Origin, Fit } from './fit.ts';
import type { Live } from './live.ts';
import type { Placed } from './ruler.ts';
import { ruleGroups } from '../../engine/alerts/index.ts';
import type { AlertRule, RuleGroup } from '../../engine/alerts/rule.ts';

/** A catalogue rule that exists in this Grafana. */
export interface Standing extends Placed, Compared {
  uid: string;
  origin: Origin;
  fit: Fit;
  paused: boolean;
  live: Live | undefined;
}

/** A catalogue rule with its instances in Grafana: the rule itself and copies. */
export interface Entry {
  group: RuleGroup;
  rule: AlertRule;
  standings: Standing[];
}

export function entriesOf(placed: Placed[], live: Map<string, Live>): Entry[] {
  return ruleGroups.flatMap((group) =>
    group.rules.map((rule) => ({
      group,
      rule,
      standings: placed
        .filter((one) => isOf(rule, uidOf(one)))
        .sort((a, b) => (uidOf(a) < uidOf(b) ? -1 : 1))
        .map((one) => standingOf(rule, one, live.get(uidOf(one)))),
    }))
  );
}

const uidOf = ({ rule }: Placed): string => rule.grafana_alert.uid;

/** Whether the uid is the rule's own, or that of a copy, such as `genai-latency-p99-2`. */
export const isOf = (rule: AlertRule, uid: string): boolean =>
  uid === rule.uid || (uid.startsWith(`${rule.uid}-`) && /^[0-9]+$/.test(uid.slice(rule.uid.length + 1)));

/** Returns the rule's own uid if it is free, or else the uid of the next copy. */
export function freeUid(rule: AlertRule, standings: readonly Pick<Standing, 'uid'>[]): string {
  const taken = new Set(standings.map(({ uid }) => uid));
  let uid = rule.uid;
  for (let copy = 2; taken.has(uid); copy++) {
    uid = `${rule.uid}-${copy}`;
  }
  return uid;
}

const origins: Record<string, Origin> = { '': 'grafana', file: 'file', api: 'api' };

function standingOf(rule: AlertRule, placed: Placed, live: Live | undefined): Standing {
  const compared = compare(rule, placed.rule);
  const { uid, provenance = '', is_paused: paused = false } = placed.rule.grafana_alert;
  const tuned = Object.keys(compared.choices).length > 0;
  const fit = compared.differences.length > 0 ? 'drifted' : tuned ? 'tuned' : 'shipped';
  return { ...placed, ...compared, uid, origin: origins[provenance] ?? 'other', fit, paused, live };
}
