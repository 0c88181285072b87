import { addedByGrafana, canonicalText } from '../../../src/engine/alerts/canonical.ts';
import type { GrafanaRule } from '../../../src/engine/alerts/grafana.ts';

/** A rule as Grafana returns it: the fields that are written here, and more. */
export type Provisioned = Partial<GrafanaRule> & { uid: string };

export interface Drift {
  uid: string;
  state: 'missing' | 'equal' | 'drifted';
  /** The differing parts, in Grafana (`there`) and here. */
  differences: { what: string; there: string; here: string }[];
}

/** Compares the rules of a Grafana with ours. */
export function driftOf(ours: readonly GrafanaRule[], theirs: readonly Provisioned[]): Drift[] {
  return ours.map((rule) => {
    const there = theirs.find(({ uid }) => uid === rule.uid);
    if (!there) {
      return { uid: rule.uid, state: 'missing', differences: [] };
    }
    const [here, found] = [facts(rule), facts(there)];
    const differences = [...new Set([...Object.keys(here), ...Object.keys(found)])]
      .filter((what) => here[what] !== found[what])
      .map((what) => ({ what, there: found[what] ?? '-', here: here[what] ?? '-' }));
    return { uid: rule.uid, state: differences.length === 0 ? 'equal' : 'drifted', differences };
  });
}

/** Flattens a rule into named texts, so that each difference has a name. */
function facts(rule: Provisioned): Record<string, string> {
  const found: [string, unknown][] = [
    ['title', rule.title],
    ['condition', rule.condition],
    ['for', rule.for],
    ['noDataState', rule.noDataState],
    ['execErrState', rule.execErrState],
    ['isPaused', rule.isPaused ?? false],
    ...Object.entries(rule.labels ?? {}).map(([name, value]): [string, unknown] => [`label ${name}`, value]),
    ...Object.entries(rule.annotations ?? {}).map(([name, value]): [string, unknown] => [`annotation ${name}`, value]),
    ...(rule.data ?? []).flatMap(({ refId, relativeTimeRange, datasourceUid, model }): [string, unknown][] => [
      [`${refId}, window`, `${relativeTimeRange.from} s to ${relativeTimeRange.to} s before`],
      [`${refId}, data source`, datasourceUid],
      ...Object.entries(model)
        .filter(([name]) => !addedByGrafana.includes(name))
        .map(([name, value]): [string, unknown] => [`${refId}, ${name}`, value]),
    ]),
  ];
  return Object.fromEntries(found.map(([what, value]) => [what, canonicalText(value)]));
}
