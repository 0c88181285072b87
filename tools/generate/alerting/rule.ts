import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { queriesOf } from '../../../src/engine/alerts/queries.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import { duration, interpolated } from './channel.ts';

export interface RuleOptions {
  /** Grafana durations, such as 1m. */
  for?: string;
  interval?: string;
  datasourceUid?: string;
}

const expressions = '__expr__';
const conditionRefId = 'C';

/** A rule as an entry of `groups[].rules` in a provisioning file. */
export function fileRule(rule: AlertRule, options: RuleOptions) {
  return {
    uid: interpolated(rule.uid),
    title: interpolated(rule.title),
    condition: conditionRefId,
    data: [
      ...queriesOf(rule).map(({ refId, from, to, query }) => ({
        refId,
        relativeTimeRange: { from, to },
        datasourceUid: interpolated(options.datasourceUid ?? 'genai-clickhouse'),
        model: { refId, ...query },
      })),
      {
        refId: conditionRefId,
        relativeTimeRange: { from: 0, to: 0 },
        datasourceUid: expressions,
        model: {
          refId: conditionRefId,
          type: 'math',
          datasource: { type: expressions, uid: expressions },
          expression: conditionOf(rule),
        },
      },
    ],
    noDataState: rule.noData.state,
    execErrState: rule.execError.state,
    for: options.for ?? duration(rule.pending),
    labels: mapped(rule.labels, interpolated),
    annotations: {
      ...rule.annotations,
      __dashboardUid__: rule.panel.dashboardUid,
      __panelId__: String(rule.panel.panelId),
    },
    isPaused: false,
  };
}

function mapped(texts: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}
