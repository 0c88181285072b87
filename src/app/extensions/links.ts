import { locationUtil, type PluginExtensionAddedLinkConfig } from '@grafana/data';
import { locationService } from '@grafana/runtime';

import type { SpanColumnId } from '../../engine/catalogue/spancolumns.ts';
import { currentVersion, type SpansQuery } from '../../engine/query/model.ts';
import { dashboardPanel, explore } from '../links.ts';
import { instanceOf, ofCalls, type Instance, type InstanceContext } from './instance.ts';
import { messages } from './messages.ts';

// The enum PluginExtensionPoints has it, too, but code loaded by Grafana's own pages should be small.
const targets = 'grafana/alerting/instance/action';

/** The order of the calls, by rule; by default, the latest calls come first. */
const orders: Record<string, SpanColumnId> = {
  'genai-latency-p99': 'duration',
  'genai-ttft-p95': 'time_to_first_token',
  'genai-cost-per-request': 'cost',
  'genai-context-window': 'context_used',
  'genai-error-rate': 'failed',
  'genai-error-spike': 'failed',
};

function callsOf({ rule, group, datasourceUid, range }: Instance): string | undefined {
  const query: SpansQuery = {
    version: currentVersion,
    kind: 'spans',
    format: 'table',
    groupBy: ['feature', 'model', 'error_class'],
    columns: ['duration', 'time_to_first_token', 'input_tokens', 'output_tokens', 'cost', 'failed'],
    filters: group
      .filter(ofCalls)
      .map(([dimension, value]) => ({ dimension, operator: 'in' as const, values: [value] })),
    orderBy: orders[rule.uid] ?? 'time',
    limit: 100,
  };
  return datasourceUid === undefined ? undefined : explore(datasourceUid, query, range);
}

/** The variables of the dashboards. */
const variables = [
  ...['environment', 'service', 'team', 'feature', 'user_tier', 'provider', 'model'],
  ...['prompt', 'prompt_version', 'evaluation'],
];

function panelOf({ rule: { panel }, group, datasourceUid, range }: Instance): string {
  const values = group.filter(([id]) => variables.includes(id));
  const source: [string, string][] = datasourceUid === undefined ? [] : [['datasource', datasourceUid]];
  return dashboardPanel(panel.dashboardUid, panel.panelId, [...source, ...values], range);
}

type Link = PluginExtensionAddedLinkConfig<InstanceContext>;

/**
 * Builds a link to the path from `pathOf`, which is hidden if there is none. Grafana only accepts paths of the plugin's own
 * pages ("should start with /a/<plugin>/"), so a click handler opens the others.
 */
const link = (
  title: string,
  description: string,
  icon: NonNullable<Link['icon']>,
  pathOf: (instance: Instance) => string | undefined
): Link => {
  const path = (context: Readonly<InstanceContext> | undefined) => {
    const instance = instanceOf(context);
    return instance && pathOf(instance);
  };
  return {
    targets,
    title,
    description,
    icon,
    configure: (context) => (path(context) === undefined ? undefined : {}),
    onClick: (_, { context }) => {
      const to = path(context);
      if (to !== undefined) {
        locationService.push(locationUtil.stripBaseFromUrl(to));
      }
    },
  };
};

/** The links of an alert instance of a catalogue rule. */
export const instanceLinks: Link[] = [
  link(messages.calls, messages.callsText, 'list-ul', callsOf),
  link(messages.panel, messages.panelText, 'apps', panelOf),
];
