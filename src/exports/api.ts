import { grafanaRule, type GrafanaRule } from '../engine/alerts/grafana.ts';
import type { RuleGroup } from '../engine/alerts/rule.ts';

/**
 * The body of `PUT /api/v1/provisioning/folder/:folderUid/rule-groups/:group`; interval in seconds.
 * Source: Grafana, Alerting provisioning HTTP API, AlertRuleGroup.
 */
export interface ApiGroup {
  title: string;
  folderUid: string;
  interval: number;
  rules: (GrafanaRule & { orgID: number; folderUID: string; ruleGroup: string })[];
}

export function apiGroup(group: RuleGroup, folderUid: string, datasourceUid?: string): ApiGroup {
  return {
    title: group.name,
    folderUid,
    interval: group.interval,
    rules: group.rules.map((rule) => ({
      ...grafanaRule(rule, datasourceUid),
      orgID: 1,
      folderUID: folderUid,
      ruleGroup: group.name,
    })),
  };
}
