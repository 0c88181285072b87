import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { describe, expect, it, vi } from 'vitest';

import { grafanaRule } from '../../engine/alerts/grafana.ts';
import { alertRules } from '../../engine/alerts/index.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import pluginJson from '../../plugin.json' with { type: 'json' };
import type { InstanceContext } from './instance.ts';
import { instanceLinks } from './links.ts';
import { messages } from './messages.ts';

const latency = alertRules.find(({ uid }) => uid === 'genai-latency-p99') as AlertRule;
const labels = { alertname: latency.title, severity: 'warning', feature: 'support-chat', team: 'care' };
const activeAt = '2026-01-02T03:00:00Z';

function context(uid = latency.uid, more: Partial<InstanceContext['instance']> = {}): InstanceContext {
  const { data } = grafanaRule(latency, 'traces');
  return { instance: { labels, activeAt, ...more }, rule: { rulerRule: { grafana_alert: { uid, data } } } };
}

const link = (title: string) => instanceLinks.find((one) => one.title === title);

/** Returns the URL that a click opens. */
function target(title: string, given: InstanceContext): URL {
  const push = vi.spyOn(locationService, 'push').mockImplementation(() => {});
  link(title)?.onClick?.(undefined, { context: given } as never);
  return new URL(String(push.mock.lastCall?.[0]), 'http://grafana');
}

locationUtil.initialize({
  config: { appSubUrl: '' } as never,
  getTimeRangeForUrl: (() => ({})) as never,
  getVariablesUrlParams: () => ({}),
});

describe('links of an alert instance', () => {
  it('are those that plugin.json declares', () => {
    expect(
      instanceLinks.map(({ title, description, targets }) => ({ targets: [targets], title, description }))
    ).toEqual(
      pluginJson.extensions.addedLinks.filter(({ targets: [target] }) => target?.startsWith('grafana/alerting/'))
    );
  });

  it.each([latency.uid, `${latency.uid}-2`])('are shown for %s', (uid) => {
    expect(instanceLinks.map(({ configure }) => configure?.(context(uid)))).toEqual([{}, {}]);
  });

  it.each(['genai-latency-p99-mine', 'other', ''])('are not shown for the rule "%s"', (uid) => {
    expect(instanceLinks.map(({ configure }) => configure?.(context(uid)))).toEqual([undefined, undefined]);
  });

  it('are shown for a context as Grafana wraps it, frozen and behind a proxy', () => {
    const wrap = <T extends object>(value: T): T =>
      new Proxy(Object.freeze(value), {
        get: (target, name) => {
          const part: unknown = Reflect.get(target, name);
          return part !== null && typeof part === 'object' ? wrap(part) : part;
        },
      });
    const given = context();
    Object.freeze(given.rule?.rulerRule);
    expect(instanceLinks.map(({ configure }) => configure?.(wrap(given)))).toEqual([{}, {}]);
  });

  it('are not shown without a context', () => {
    expect(instanceLinks.map(({ configure }) => configure?.(undefined))).toEqual([undefined, undefined]);
  });

  it('show the calls of the instance, from the window in which it began', () => {
    const url = target(messages.calls, context());
    const { genai } = JSON.parse(url.searchParams.get('panes') ?? '{}');
    expect(url.pathname).toBe('/explore');
    expect(genai.range).toEqual({ from: String(Date.parse(activeAt) - latency.window * 1000), to: 'now' });
    expect(genai.queries[0]).toMatchObject({
      kind: 'spans',
      datasource: { uid: 'traces' },
      orderBy: 'duration',
      filters: [
        { dimension: 'feature', operator: 'in', values: ['support-chat'] },
        { dimension: 'team', operator: 'in', values: ['care'] },
      ],
    });
  });

  it('take no label for a dimension that the rule is not grouped by', () => {
    const url = target(messages.calls, context(latency.uid, { labels: { ...labels, environment: 'prod' } }));
    expect(url.search).not.toContain('environment');
  });

  it('show the last window of an instance that was never active', () => {
    const url = target(messages.calls, context(latency.uid, { activeAt: '0001-01-01T00:00:00Z' }));
    expect(JSON.parse(url.searchParams.get('panes') ?? '{}').genai.range.from).toBe('now-1800s');
  });

  it('show the panel with the variables of the instance', () => {
    const url = target(messages.panel, context());
    expect(url.pathname).toBe(`/d/${latency.panel.dashboardUid}`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'var-datasource': 'traces',
      'var-feature': 'support-chat',
      'var-team': 'care',
      from: String(Date.parse(activeAt) - latency.window * 1000),
      to: 'now',
      viewPanel: `panel-${latency.panel.panelId}`,
    });
  });

  it('show no calls where the data source is not known', () => {
    const given: InstanceContext = { instance: { labels, activeAt }, rule: { promRule: { uid: latency.uid } } };
    expect(instanceLinks.map(({ configure }) => configure?.(given))).toEqual([undefined, {}]);
  });
});
