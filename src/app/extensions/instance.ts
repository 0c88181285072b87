import type { GrafanaQuery } from '../../engine/alerts/grafana.ts';
import { alertRules } from '../../engine/alerts/index.ts';
import { labelsOf, type AlertRule } from '../../engine/alerts/rule.ts';
import { dimensionOf, isDimension, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import type { MeasureQuery } from '../../engine/query/model.ts';

/**
 * The part that we read of Grafana's context for an alert instance, at `grafana/alerting/instance/action`.
 * Source: Grafana 12.2, AlertInstanceExtensionPoint.tsx.
 */
export interface InstanceContext {
  instance: { labels: Record<string, string>; activeAt?: string };
  rule?: {
    promRule?: { uid?: string } | undefined;
    rulerRule?: { grafana_alert?: { uid?: string; data?: GrafanaQuery[] } } | undefined;
  };
}

/** An alert instance of a catalogue rule. */
export interface Instance {
  rule: AlertRule;
  datasourceUid: string | undefined;
  /** The values that identify the instance, by dimension. */
  group: [dimension: DimensionId, value: string][];
  /** From the beginning of the window in which the alert became active, until now. */
  range: { from: string; to: string };
}

/**
 * Unwraps the context. Grafana passes a proxy that wraps everything read from it, while the rule comes frozen from its store,
 * and JavaScript does not allow a proxy to return anything else for a frozen property: "'get' on
 * proxy: property 'grafana_alert' is a read-only and non-configurable data property". A descriptor is not wrapped.
 */
function unwrapped(context: Readonly<InstanceContext> | undefined): Readonly<InstanceContext> | undefined {
  const part = (name: keyof InstanceContext) =>
    context && (Object.getOwnPropertyDescriptor(context, name)?.value as unknown);
  const instance = part('instance') as InstanceContext['instance'] | undefined;
  const rule = part('rule') as InstanceContext['rule'];
  return instance && { instance, ...(rule ? { rule } : {}) };
}

/** Reads the instance; undefined for rules that are not from the catalogue. */
export function instanceOf(given: Readonly<InstanceContext> | undefined): Instance | undefined {
  const context = unwrapped(given);
  const alert = context?.rule?.rulerRule?.grafana_alert;
  const uid = alert?.uid ?? context?.rule?.promRule?.uid;
  // The uid of a copy is the rule's uid with a number appended.
  const rule = alertRules.find((one) => uid === one.uid || uid?.replace(/-\d+$/, '') === one.uid);
  if (!context || !rule) {
    return undefined;
  }
  const query = alert?.data?.find(({ model }) => model['kind'] === 'measure');
  // A label that somebody added to the rule, such as `environment: prod`, may only look like a dimension.
  const groupBy = (query?.model as Partial<MeasureQuery> | undefined)?.groupBy ?? labelsOf(rule);
  const { labels, activeAt } = context.instance;
  return {
    rule,
    datasourceUid: query?.datasourceUid,
    group: groupBy.flatMap((id) => (isDimension(id) && labels[id] ? [[id, labels[id]]] : [])),
    range: { from: beginning(activeAt, query?.relativeTimeRange.from ?? rule.window), to: 'now' },
  };
}

/** Returns the beginning of the range. Grafana uses the year 1 if an instance was never active. */
function beginning(activeAt = '', window: number): string {
  const at = Date.parse(activeAt);
  return at > 0 ? String(at - window * 1000) : `now-${window}s`;
}

/** Whether individual calls can be filtered by the dimension. */
export const ofCalls = ([id]: Instance['group'][number]): boolean => dimensionOf(id).facts.includes('requests');
