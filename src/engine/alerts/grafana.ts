import { conditionOf } from './condition.ts';
import { printDuration } from './duration.ts';
import { queriesOf } from './queries.ts';
import { tunablesOf, type AlertRule, type ErrorState, type NoDataState } from './rule.ts';
import { inWords } from './texts.ts';

/** A query or expression of a rule, as Grafana keeps it. Times are in seconds before the evaluation. */
export interface GrafanaQuery {
  refId: string;
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: Record<string, unknown>;
}

/**
 * A rule as Grafana's API takes it: templates are written as in its editor, and durations as text.
 * Source: Grafana, Alerting provisioning HTTP API, ProvisionedAlertRule.
 */
export interface GrafanaRule {
  uid: string;
  title: string;
  condition: string;
  data: GrafanaQuery[];
  noDataState: NoDataState;
  execErrState: ErrorState;
  for: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  isPaused: boolean;
}

export const defaultDatasourceUid = 'genai-clickhouse';
/** The data source of expressions. */
export const expressions = '__expr__';

/** Whether a query is an expression, whose data source is -100 in rules from before Grafana 10. */
export const isExpression = ({ datasourceUid }: { datasourceUid: string }): boolean =>
  [expressions, '-100'].includes(datasourceUid);
export const conditionRefId = 'C';

export function grafanaRule(rule: AlertRule, datasourceUid = defaultDatasourceUid): GrafanaRule {
  return {
    uid: rule.uid,
    title: rule.title,
    condition: conditionRefId,
    data: [
      ...queriesOf(rule).map(({ refId, from, to, query }) => ({
        refId,
        relativeTimeRange: { from, to },
        datasourceUid,
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
    for: printDuration(rule.pending),
    labels: rule.labels,
    annotations: {
      ...annotationsOf(rule),
      __dashboardUid__: rule.panel.dashboardUid,
      __panelId__: String(rule.panel.panelId),
    },
    isPaused: false,
  };
}

function annotationsOf(rule: AlertRule): Record<string, string> {
  const numbers = tunablesOf(rule);
  const { summary, description } = rule.texts({
    window: inWords(rule.window),
    number: (id) => numbers.find((tunable) => tunable.id === id)?.number ?? NaN,
  });
  return {
    summary,
    description,
    runbook: `docs/alert-rules.md, section "${rule.title}"`,
    ...rule.annotations,
  };
}
