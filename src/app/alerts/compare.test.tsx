import { describe, expect, it } from 'vitest';

import { tuned, type Choices } from '../../engine/alerts/choices.ts';
import { grafanaRule } from '../../engine/alerts/grafana.ts';
import { alertRules } from '../../engine/alerts/index.ts';
import { tunablesOf, type AlertRule } from '../../engine/alerts/rule.ts';
import { compare } from './compare.ts';
import { messages } from './messages.ts';
import type { RulerRule } from './ruler.ts';
import { rulerRule } from './save.ts';
import { valuesToTry } from './trials.ts';

const latency = alertRules.find(({ uid }) => uid === 'genai-latency-p99') as AlertRule;
const faithfulness = alertRules.find(({ uid }) => uid === 'genai-faithfulness-drop') as AlertRule;

/** Builds a rule as Grafana returns it: keys in order, with its own keys in every query. */
function kept(rule: AlertRule, choices: Choices = {}): RulerRule {
  const made = rulerRule(tuned(rule, choices), 'traces');
  const data = made.grafana_alert.data.map(({ model, ...query }) => ({
    ...query,
    queryType: '',
    model: Object.fromEntries(
      Object.entries({ ...model, intervalMs: 1000, maxDataPoints: 43200 }).sort(([a], [b]) => (a < b ? -1 : 1))
    ),
  }));
  return JSON.parse(JSON.stringify({ ...made, grafana_alert: { ...made.grafana_alert, data } })) as RulerRule;
}

const edited = (rule: RulerRule, alert: Partial<RulerRule['grafana_alert']>): RulerRule => ({
  ...rule,
  grafana_alert: { ...rule.grafana_alert, ...alert },
});

describe('compare', () => {
  it.each(alertRules.map((rule) => [rule.uid, rule] as const))('finds %s as it is shipped', (_, rule) => {
    expect(compare(rule, kept(rule))).toEqual({ choices: {}, datasourceUid: 'traces', differences: [] });
  });

  const tunable = alertRules.filter((rule) => tunablesOf(rule).length > 0);
  it.each(tunable.map((rule) => [rule.uid, rule] as const))('reads every number of %s', (_, rule) => {
    const other = tunablesOf(rule).map((bound) => [
      bound.id,
      valuesToTry(bound).find((value) => value !== bound.number),
    ]);
    const numbers = Object.fromEntries(other) as Record<string, number>;
    expect(compare(rule, kept(rule, { numbers }))).toMatchObject({ choices: { numbers }, differences: [] });
  });

  it('reads every other choice', () => {
    const choices: Choices = {
      title: 'Groundedness dropped',
      window: 3600,
      for: 60,
      groupBy: ['feature', 'attr:app.region'],
      filters: [{ dimension: 'feature', operator: 'in', values: ['support-chat'] }],
      evaluation: 'groundedness',
      labels: { env: 'prod' },
      annotations: { playbook: 'https://example.org' },
    };
    expect(compare(faithfulness, kept(faithfulness, choices))).toEqual({
      choices,
      datasourceUid: 'traces',
      differences: [],
    });
  });

  it('says what no choice explains', () => {
    const rule = kept(latency);
    const changed = edited(
      {
        ...rule,
        labels: { ...rule.labels, severity: 'critical' },
        annotations: { ...rule.annotations, summary: 'Slow' },
      },
      { no_data_state: 'Alerting' }
    );
    expect(compare(latency, changed).differences).toEqual([
      { what: messages.differs.noData, shipped: 'OK', here: 'Alerting' },
      { what: messages.differs.label('severity'), shipped: 'warning', here: 'critical' },
      {
        what: messages.differs.annotation('summary'),
        shipped: grafanaRule(latency).annotations['summary'],
        here: 'Slow',
      },
    ]);
  });

  it('says where a condition is another one, and where a query is gone', () => {
    const rule = kept(latency);
    const data = rule.grafana_alert.data
      .filter(({ refId }) => refId !== 'M')
      .map((query) => (query.refId === 'C' ? { ...query, model: { ...query.model, expression: '$A > 30' } } : query));
    const { differences } = compare(latency, edited(rule, { data }));
    expect(differences).toContainEqual({
      what: messages.differs.query('C', 'expression'),
      shipped: '$N >= 100 && $A > 30',
      here: '$A > 30',
    });
    expect(differences).toContainEqual({ what: messages.differs.query('M', 'select'), shipped: 'p50', here: '' });
  });

  it('says that a number is out of the bounds of the catalogue', () => {
    const rule = kept(latency);
    const data = rule.grafana_alert.data.map((query) =>
      query.refId === 'C' ? { ...query, model: { ...query.model, expression: '$N >= 100 && $A > 9999' } } : query
    );
    const { differences } = compare(latency, edited(rule, { data }));
    expect(differences.map(({ what }) => what)).toEqual([messages.differs.choice]);
  });

  it('does not mind how Grafana’s editor writes the condition', () => {
    const rule = kept(latency);
    const data = rule.grafana_alert.data.map((query) =>
      query.refId === 'C' ? { ...query, model: { ...query.model, expression: '$N >= 100  &&\n$A > 20' } } : query
    );
    expect(compare(latency, edited(rule, { data }))).toMatchObject({ choices: { numbers: { p99: 20 } } });
  });
});
