import { addedByGrafana, canonicalText } from '../../engine/alerts/canonical.ts';
import { tuned, type Choices } from '../../engine/alerts/choices.ts';
import {
  defaultDatasourceUid,
  grafanaRule,
  isExpression,
  type GrafanaQuery,
  type GrafanaRule,
} from '../../engine/alerts/grafana.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { UserError } from '../../engine/errors.ts';
import { choicesOf } from './choicesOf.ts';
import { messages } from './messages.ts';
import type { RulerRule } from './ruler.ts';

/** A difference of a rule that no choice explains. */
export interface Difference {
  what: string;
  shipped: string;
  here: string;
}

export interface Compared {
  choices: Choices;
  datasourceUid: string;
  differences: Difference[];
}

/** Compares the rule in Grafana with the catalogue's rule with the same choices. */
export function compare(rule: AlertRule, kept: RulerRule): Compared {
  const choices = choicesOf(rule, kept);
  const datasourceUid =
    kept.grafana_alert.data.find((query) => !isExpression(query))?.datasourceUid ?? defaultDatasourceUid;
  try {
    const made = grafanaRule(tuned(rule, choices), datasourceUid);
    return { choices, datasourceUid, differences: differencesOf(made, kept) };
  } catch (reason) {
    if (!(reason instanceof UserError)) {
      throw reason;
    }
    return {
      choices: {},
      datasourceUid,
      differences: [{ what: messages.differs.choice, shipped: '', here: reason.message }],
    };
  }
}

/** Compares a rule with what it has become in Grafana since. */
export function changesSince(read: RulerRule, now: RulerRule): Difference[] {
  const { title, condition, data, no_data_state, exec_err_state, is_paused } = read.grafana_alert;
  const { labels = {}, annotations = {} } = read;
  const asMade = { condition, data, labels, annotations, noDataState: no_data_state, execErrState: exec_err_state };
  const { title: newTitle, is_paused: isPausedNow } = now.grafana_alert;
  return [
    ...differencesOf(asMade, now),
    differ(messages.differs.title, title, newTitle),
    differ(messages.differs.pending, read.for, now.for),
    differ(messages.differs.keepFiring, read.keep_firing_for, now.keep_firing_for),
    differ(messages.differs.paused, String(is_paused ?? false), String(isPausedNow ?? false)),
  ].filter((difference): difference is Difference => difference !== undefined);
}

type Made = Pick<GrafanaRule, 'condition' | 'data' | 'labels' | 'annotations' | 'noDataState' | 'execErrState'>;

function differencesOf(made: Made, { grafana_alert: alert, labels = {}, annotations = {} }: RulerRule) {
  const refIds = [...new Set([...made.data, ...alert.data].map(({ refId }) => refId))];
  return [
    differ(messages.differs.condition, made.condition, alert.condition),
    differ(messages.differs.noData, made.noDataState, alert.no_data_state),
    differ(messages.differs.error, made.execErrState, alert.exec_err_state),
    ...differInTexts(messages.differs.label, made.labels, labels),
    ...differInTexts(messages.differs.annotation, made.annotations, annotations),
    ...refIds.flatMap((refId) => {
      const of = (data: GrafanaQuery[]) => data.find((query) => query.refId === refId);
      return differInTexts(
        (key) => messages.differs.query(refId, key),
        partsOf(of(made.data)),
        partsOf(of(alert.data))
      );
    }),
  ].filter((difference): difference is Difference => difference !== undefined);
}

const differ = (what: string, shipped = '', here = ''): Difference | undefined =>
  shipped === here ? undefined : { what, shipped, here };

function differInTexts(what: (name: string) => string, shipped: Record<string, string>, here: Record<string, string>) {
  const names = [...new Set([...Object.keys(shipped), ...Object.keys(here)])];
  return names.map((name) => differ(what(name), shipped[name], here[name]));
}

/** The keys that Grafana and its editors add to a query's model. */
const addedHere = [...addedByGrafana, 'conditions'];

/** Splits a query into parts as text, by name. */
function partsOf(query: GrafanaQuery | undefined): Record<string, string> {
  if (!query) {
    return {};
  }
  const model = Object.entries(query.model).filter(([name]) => !addedHere.includes(name));
  const window = query.relativeTimeRange.from - query.relativeTimeRange.to;
  return {
    ...Object.fromEntries(
      model.map(([name, value]) => [name, name === 'expression' ? spaced(value) : canonicalText(value)])
    ),
    // An expression needs no window, but Grafana's editor adds one.
    ...(isExpression(query) ? {} : { window: String(window), datasource: query.datasourceUid }),
  };
}

const spaced = (value: unknown): string => String(value).replace(/\s+/g, ' ').trim();
