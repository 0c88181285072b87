import type { GrafanaQuery } from '../../engine/alerts/grafana.ts';
import type { ErrorState, NoDataState } from '../../engine/alerts/rule.ts';
import { ask } from '../fetch.ts';

/**
 * A rule in Grafana's ruler API, which Viewers may read and Editors may write. Fields that are not listed here are sent back
 * unchanged.
 * Source: Grafana, public/app/types/unified-alerting-dto.ts.
 */
export interface RulerRule {
  for?: string;
  keep_firing_for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  grafana_alert: RulerDefinition;
}

export interface RulerDefinition {
  uid: string;
  title: string;
  condition: string;
  data: GrafanaQuery[];
  no_data_state: NoDataState;
  exec_err_state: ErrorState;
  is_paused?: boolean;
  /** `file`, `api`, ...; left out if the rule may be edited. */
  provenance?: string;
  namespace_uid?: string;
  rule_group?: string;
  intervalSeconds?: number;
  missing_series_evals_to_resolve?: number;
  /** Grows with each change. Grafana itself does not check it. */
  version?: number;
}

export interface RulerGroup {
  name: string;
  interval?: string;
  rules: RulerRule[];
}

const api = '/api/ruler/grafana/api/v1/rules';
const params = { subtype: 'cortex' };

/** A rule with the title of its folder. */
export interface Placed {
  folder: string;
  rule: RulerRule;
}

export async function readRules(): Promise<Placed[]> {
  const folders = await ask<Record<string, RulerGroup[]>>({ url: api });
  return Object.entries(folders).flatMap(([folder, groups]) =>
    groups.flatMap(({ rules }) => rules.map((rule) => ({ folder, rule })))
  );
}

/** Reads the groups of a folder; a folder without rules has none. */
export async function readGroups(folderUid: string): Promise<RulerGroup[]> {
  const folders = await ask<Record<string, RulerGroup[]>>({ url: `${api}/${encodeURIComponent(folderUid)}`, params });
  return Object.values(folders).flat();
}

export async function writeGroup(folderUid: string, group: RulerGroup): Promise<void> {
  await ask({ method: 'POST', url: `${api}/${encodeURIComponent(folderUid)}`, params, data: group });
}
