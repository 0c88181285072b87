import type { DataSourceInstanceSettings } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { type ReactNode } from 'react';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { BacktestRequest, BacktestResult } from '../../engine/alerts/backtest/model.ts';
import { tuned, type Choices } from '../../engine/alerts/choices.ts';
import { alertRules } from '../../engine/alerts/index.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { dataSourceType } from '../links.ts';
import AlertsPages from './AlertsPages.tsx';
import { messages } from './messages.ts';
import type { RulerGroup } from './ruler.ts';
import { rulerRule } from './save.ts';

interface Request {
  url: string;
  method?: string;
  data?: unknown;
}

const grafana = vi.hoisted(() => ({
  permissions: {} as Record<string, boolean>,
  dataSources: [] as unknown[],
  answers: {} as Record<string, (request: Request) => unknown>,
  asked: [] as Request[],
  stored: new Map<string, string>(),
}));

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  PluginPage: ({ children }: { children: ReactNode }) => <main>{children}</main>,
  PanelRenderer: () => <div>chart</div>,
  usePluginUserStorage: () => ({
    getItem: (key: string) => Promise.resolve(grafana.stored.get(key) ?? null),
    setItem: (key: string, value: string) => Promise.resolve(void grafana.stored.set(key, value)),
  }),
  DataSourcePicker: ({ current, inputId }: { current: string; inputId: string }) => (
    <input id={inputId} readOnly value={current} />
  ),
  getDataSourceSrv: () => ({ getList: () => grafana.dataSources, get: () => Promise.resolve({}) }),
  getBackendSrv: () => ({ fetch: respond }),
  config: { bootData: { user: { permissions: grafana.permissions } }, theme2: {} },
}));

/** Replaced, because it needs Grafana's router around it. */
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  TextLink: ({ href, children }: { href: string; children: ReactNode }) => <a href={href}>{children}</a>,
}));

function respond(request: Request): Observable<unknown> {
  grafana.asked.push(request);
  const answer = grafana.answers[`${request.method ?? 'GET'} ${request.url}`];
  if (!answer) {
    return throwError(() => ({ status: 404, statusText: 'Not found', data: {}, config: request }));
  }
  const data = answer(request);
  return data === NEVER ? NEVER : of({ data });
}

const ruler = '/api/ruler/grafana/api/v1/rules';
const backtest = '/api/datasources/uid/traces/resources/backtest';
const latency = alertRules.find(({ uid }) => uid === 'genai-latency-p99') as AlertRule;

function group(choices: Choices = {}, provenance?: string): RulerGroup {
  const rule = rulerRule(tuned(latency, choices), 'traces');
  const where = { namespace_uid: 'folder', rule_group: 'GenAI latency', intervalSeconds: 60 };
  const grafana_alert = { ...rule.grafana_alert, ...where, ...(provenance ? { provenance } : {}) };
  return { name: 'GenAI latency', interval: '1m', rules: [{ ...rule, grafana_alert }] };
}

const hour = 3_600_000;

function replayed({ data }: Request): BacktestResult {
  const { from, to, interval, grid, incidents } = data as BacktestRequest;
  const labels = { feature: 'support-chat', team: 'care' };
  const firings = [{ start: from + hour, end: from + 2 * hour, peak: 42 }];
  return {
    ticks: { first: from, interval, count: (to - from) / 1000 / interval, coarser: null },
    instances: [{ labels, changes: [], firings, firingSeconds: 3600, flaps: 0 }],
    firings: 1,
    firingSeconds: 3600,
    flaps: 0,
    trials: (grid ?? []).map(({ comparison, values }) => ({
      comparison,
      suggested: incidents?.length ? 27 : null,
      trials: values.map((value) => ({ value, firings: 1, caught: incidents?.length ?? 0, falseAlarms: 0 })),
    })),
    chart: [{ labels, points: [[from, 12]] }],
    notices: ['The newest scores may be missing.'],
  };
}

function keep(kept: RulerGroup | undefined) {
  const groups = kept ? { 'My folder': [kept] } : {};
  grafana.answers[`GET ${ruler}`] = () => groups;
  grafana.answers[`GET ${ruler}/folder`] = () => groups;
  const uid = kept?.rules[0]?.grafana_alert.uid;
  const rules = [{ uid, state: 'firing', health: 'ok', totals: { alerting: 2, normal: 4 } }];
  grafana.answers['GET /api/prometheus/grafana/api/v1/rules'] = () => ({ data: { groups: kept ? [{ rules }] : [] } });
}

function permit(...actions: string[]) {
  Object.keys(grafana.permissions).forEach((action) => delete grafana.permissions[action]);
  Object.assign(grafana.permissions, Object.fromEntries(actions.map((action) => [action, true])));
}

const posted = (url: string) => grafana.asked.filter((request) => request.method === 'POST' && request.url === url);
const lastReplay = () => posted(backtest).pop()?.data as BacktestRequest;
const expressionOf = (request: BacktestRequest) =>
  request.rule.data.find(({ refId }) => refId === 'C')?.model['expression'];

beforeEach(() => {
  grafana.asked = [];
  grafana.stored.clear();
  grafana.answers = { [`POST ${backtest}`]: replayed, [`POST ${ruler}/folder`]: () => ({}) };
  grafana.dataSources = [{ uid: 'traces', name: 'Traces', type: dataSourceType } as DataSourceInstanceSettings];
  keep(undefined);
  permit('alert.rules:read', 'alert.rules:create', 'alert.rules:write');
});

describe('the list', () => {
  const rowOf = async (title: string) =>
    (await screen.findByRole('link', { name: title })).closest('tr') as HTMLTableRowElement;

  it('has every rule, and says which are not created', async () => {
    render(<AlertsPages uid="" />);
    expect(within(await rowOf(latency.title)).getByText(messages.notCreated)).toBeInTheDocument();
    expect(screen.getAllByText(messages.notCreated)).toHaveLength(alertRules.length);
  });

  it('says who made a rule, how far it is from ours, and what it does now', async () => {
    keep(group({ numbers: { p99: 20 } }, 'file'));
    render(<AlertsPages uid="" />);
    const row = within(await rowOf(latency.title));
    [messages.origins.file, messages.fits.tuned, messages.states.firing, '2 firing, 4 normal'].forEach((text) =>
      expect(row.getByText(text)).toBeInTheDocument()
    );
  });

  it('says why the rules could not be read', async () => {
    delete grafana.answers[`GET ${ruler}`];
    render(<AlertsPages uid="" />);
    expect(await screen.findByText(messages.rulesFailed('Not found'))).toBeInTheDocument();
  });
});

describe('a rule', () => {
  it('is replayed, again with another number, and never out of bounds', async () => {
    render(<AlertsPages uid={latency.uid} />);
    expect(await screen.findByText('chart', {}, { timeout: 5000 })).toBeInTheDocument();
    expect(screen.getByText('The newest scores may be missing.')).toBeInTheDocument();
    expect(lastReplay()).toMatchObject({ interval: 60, chart: { refId: 'A' }, grid: [{ comparison: 1 }] });
    expect(lastReplay().to - lastReplay().from).toBe(7 * 24 * hour);

    const field = screen.getByLabelText(/^Maximum p99/);
    await userEvent.clear(field);
    await userEvent.type(field, '20');
    await vi.waitFor(() => expect(expressionOf(lastReplay())).toBe('$N >= 100 && $A > 20'), { timeout: 5000 });
    // Each key press sends a request that the next one cancels.
    expect(posted(backtest)).toHaveLength(2);

    await userEvent.clear(field);
    await userEvent.type(field, '99999');
    expect(screen.getByText(messages.notReplayed)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: messages.create })).toBeDisabled();
  });

  it('takes the value that catches the incidents that were marked', async () => {
    render(<AlertsPages uid={latency.uid} />);
    await userEvent.click(await screen.findByRole('button', { name: messages.wasIncident }, { timeout: 5000 }));
    await screen.findByText(messages.suggested, {}, { timeout: 5000 });
    expect(lastReplay().incidents).toEqual([
      {
        from: lastReplay().from + hour,
        to: lastReplay().from + 2 * hour,
        labels: { feature: 'support-chat', team: 'care' },
      },
    ]);
    await userEvent.click(screen.getByRole('button', { name: messages.takeLabel('> 27 s') }));
    expect(screen.getByLabelText(/^Maximum p99/)).toHaveValue(27);
  });

  it('remembers the incidents, whatever else is kept there', async () => {
    const first = render(<AlertsPages uid={latency.uid} />);
    await userEvent.click(await screen.findByRole('button', { name: messages.wasIncident }, { timeout: 5000 }));
    await screen.findByText(messages.suggested, {}, { timeout: 5000 });
    const marked = lastReplay().incidents;
    first.unmount();
    const second = render(<AlertsPages uid={latency.uid} />);
    await screen.findByText(messages.suggested, {}, { timeout: 5000 });
    expect(lastReplay().incidents).toEqual(marked);
    second.unmount();

    grafana.stored.set(`incidents.${latency.uid}`, '{"not":"a list"');
    render(<AlertsPages uid={latency.uid} />);
    await screen.findByRole('button', { name: messages.wasIncident }, { timeout: 5000 });
    expect(lastReplay().incidents ?? []).toEqual([]);
  });

  it('is saved where it is, beside the other rules of its group', async () => {
    const own = group({ numbers: { p99: 20 } });
    const other = rulerRule(alertRules[0] as AlertRule, 'traces');
    keep({ ...own, rules: [...own.rules, other] });
    render(<AlertsPages uid={latency.uid} />);
    const field = await screen.findByLabelText(/^Maximum p99/);
    expect(field).toHaveValue(20);
    await userEvent.clear(field);
    await userEvent.type(field, '25');
    await userEvent.click(screen.getByRole('button', { name: messages.save }));
    expect(await screen.findByText(messages.savedText(latency.title))).toBeInTheDocument();
    const [saved, kept] = (posted(`${ruler}/folder`)[0]?.data as RulerGroup).rules;
    expect(saved?.grafana_alert.data.find(({ refId }) => refId === 'C')?.model['expression']).toBe(
      '$N >= 100 && $A > 25'
    );
    expect(kept).toEqual(other);
  });

  it('is not saved over what somebody else has saved meanwhile', async () => {
    keep(group({ numbers: { p99: 20 } }));
    render(<AlertsPages uid={latency.uid} />);
    const field = await screen.findByLabelText(/^Maximum p99/);
    await userEvent.clear(field);
    await userEvent.type(field, '25');
    grafana.answers[`GET ${ruler}/folder`] = () => ({ 'My folder': [group({ numbers: { p99: 30 } })] });
    await userEvent.click(screen.getByRole('button', { name: messages.save }));
    expect(await screen.findByText(/^Not saved.*> 20 → .*> 30/)).toBeInTheDocument();
    expect(posted(`${ruler}/folder`)).toHaveLength(0);
  });

  it('from a file can be copied and exported, not changed', async () => {
    keep(group({}, 'file'));
    render(<AlertsPages uid={latency.uid} />);
    expect(await screen.findByText(messages.locked.file)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: messages.save })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: messages.copy })).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: messages.exportRule }));
    expect(await screen.findByText(/uid: genai-latency-p99/)).toBeInTheDocument();
  });

  it('says what differs from the catalogue', async () => {
    const drifted = group();
    (drifted.rules[0] as RulerGroup['rules'][number]).labels = { severity: 'critical', team: 'x' };
    keep(drifted);
    render(<AlertsPages uid={latency.uid} />);
    expect(await screen.findByText(messages.differs.label('severity'))).toBeInTheDocument();
  });

  it('can be tried by who may not save, and says which permission that needs', async () => {
    permit('alert.rules:read');
    render(<AlertsPages uid={latency.uid} />);
    expect(await screen.findByText(messages.mayNot('alert.rules:create'))).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: messages.create })).not.toBeInTheDocument();
    expect(await screen.findByText('chart', {}, { timeout: 5000 })).toBeInTheDocument();
  });

  it('that nobody knows is said to be none', async () => {
    render(<AlertsPages uid="nothing" />);
    expect(await screen.findByText(messages.noRule('nothing'))).toBeInTheDocument();
  });
});
