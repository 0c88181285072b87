import { printDuration } from '../../engine/alerts/duration.ts';
import { grafanaRule } from '../../engine/alerts/grafana.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { UserError } from '../../engine/errors.ts';
import { changesSince } from './compare.ts';
import { messages } from './messages.ts';
import { readGroups, writeGroup, type RulerGroup, type RulerRule } from './ruler.ts';

export interface Place {
  folderUid: string;
  group: string;
  /** Seconds between evaluations of a new group. */
  interval: number;
}

/**
 * Builds the rule for the ruler API, on top of the rule in Grafana.
 *
 * A rule with a uid that Grafana does not know is created with that uid. But if the two numbers below are left out, Grafana
 * 12.2 takes them for unchanged and refuses them: "field `missing_series_evals_to_resolve` must be greater than 0".
 * They are Grafana's defaults.
 */
export function rulerRule(rule: AlertRule, datasourceUid: string, kept?: RulerRule): RulerRule {
  const made = grafanaRule(rule, datasourceUid);
  return {
    keep_firing_for: '0s',
    ...kept,
    for: made.for,
    labels: made.labels,
    annotations: made.annotations,
    grafana_alert: {
      is_paused: false,
      missing_series_evals_to_resolve: 2,
      ...kept?.grafana_alert,
      uid: made.uid,
      title: made.title,
      condition: made.condition,
      data: made.data,
      no_data_state: made.noDataState,
      exec_err_state: made.execErrState,
    },
  };
}

/**
 * Saves a rule with the other rules of its group as they are now, because a POST replaces the whole group. `read` is the rule
 * that the page showed, if it was in Grafana. Throws a UserError if somebody has changed it since.
 */
export async function save(
  rule: RulerRule,
  { folderUid, group: name, interval }: Place,
  read?: RulerRule
): Promise<void> {
  const group = (await readGroups(folderUid)).find((one) => one.name === name);
  refuseLosing(
    read,
    group?.rules.find(({ grafana_alert }) => grafana_alert.uid === rule.grafana_alert.uid)
  );
  await writeGroup(folderUid, withRule(group ?? { name, interval: printDuration(interval), rules: [] }, rule));
}

/** Refuses to overwrite what another editor has saved meanwhile. */
export function refuseLosing(read: RulerRule | undefined, now: RulerRule | undefined): void {
  if (!read || !now) {
    if (read || now) {
      throw new UserError(read ? messages.goneMeanwhile : messages.madeMeanwhile);
    }
    return;
  }
  const changes = changesSince(read, now);
  const [before, after] = [read.grafana_alert.version, now.grafana_alert.version];
  if (changes.length > 0 || before !== after) {
    throw new UserError(
      messages.changedMeanwhile(
        changes.map(({ what, shipped, here }) => `${what} (${shipped || '–'} → ${here || '–'})`)
      )
    );
  }
}

export function withRule(group: RulerGroup, rule: RulerRule): RulerGroup {
  // Grafana refuses it as well, but its message does not say what to do.
  if (group.rules.some(({ grafana_alert }) => grafana_alert.provenance)) {
    throw new UserError(messages.groupLocked(group.name));
  }
  const { uid } = rule.grafana_alert;
  const at = group.rules.findIndex(({ grafana_alert }) => grafana_alert.uid === uid);
  const rules = at < 0 ? [...group.rules, rule] : group.rules.map((one, index) => (index === at ? rule : one));
  return { ...group, rules };
}
