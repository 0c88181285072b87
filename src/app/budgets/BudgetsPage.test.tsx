import { locationService } from '@grafana/runtime';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import {
  about,
  failure,
  grafana,
  keeping,
  kept,
  permit,
  sent,
  source,
  startGrafana,
  viewer,
} from '../../../tests/setup/grafana.tsx';
import type { SavedBudget } from '../../engine/settings/budgets.ts';
import { messages as shared } from '../parts/messages.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import BudgetsPage from './BudgetsPage.tsx';
import { messages } from './messages.ts';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).ui,
}));

const day = 86_400_000;
const from = Date.UTC(2026, 2, 1);
const at = from + 20 * day;

const everything: SavedBudget = { name: 'Everything', amount: 3000, period: 'month' };
const agents: SavedBudget = {
  name: 'Agents',
  amount: 100,
  period: 'week',
  filters: [{ dimension: 'feature', operator: 'in', values: ['agent'] }],
};

const state = (name: string, more: object = {}) => ({
  name,
  period: { name: 'month', from, to: from + 31 * day },
  amount: 3000,
  spent: 2400,
  share_used: 0.8,
  left: 600,
  forecast: 3600,
  forecast_share: 1.2,
  soft: 0.7,
  hard: 1,
  burn_1h: 1,
  burn_6h: 1.5,
  history_hours: 800,
  exhausted_at: null,
  exhausted_in: 5 * 86_400,
  unpriced: 0,
  state: 'soft',
  ...more,
});

const api = '/api/datasources/uid/traces';
const withBudgets = (budgets: unknown, more: Partial<typeof kept> = {}) => ({
  ...{ version: 7, jsonData: { tracesTable: 'spans', budgets } },
  ...more,
});
const keep = (budgets: unknown, more?: Partial<typeof kept>) => Object.assign(kept, withBudgets(budgets, more));
const saved = () => kept.jsonData['budgets'];

beforeEach(() => {
  startGrafana();
  locationService.replace('/');
  grafana.answers = {
    ...keeping(withBudgets([everything, agents])),
    [`GET ${api}/resources/budgets`]: () => ({
      at,
      budgets: [
        state('Everything'),
        state('Agents', {
          amount: 100,
          spent: 10,
          share_used: 0.1,
          forecast: null,
          forecast_share: null,
          exhausted_in: null,
          state: 'ok',
          unpriced: 3,
        }),
      ],
    }),
  };
  grafana.query = () => [
    { time: from, spent: 0 },
    { time: from + 10 * day, spent: 1000 },
  ];
});

const row = async (name: string) => (await screen.findByText(name)).closest('tr') as HTMLElement;
const open = async (name: string) => {
  render(<BudgetsPage />);
  await userEvent.click(await screen.findByRole('button', { name }));
};

async function retype(label: RegExp, text: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, `${text}{Tab}`);
}

describe('the list of budgets', () => {
  it('shows what is spent, how fast, what is expected, and how long is left', async () => {
    render(<BudgetsPage />);
    const first = await row('Everything');
    await waitFor(() => expect(first).toHaveTextContent('$2,400of $3,000'));
    for (const text of ['Warning', '80%', '1.5×', '$3,600', '120% of the amount', '11 d', messages.exhausted('5 d')]) {
      expect(first).toHaveTextContent(text);
    }
    expect(within(first).getByRole('meter')).toHaveAttribute('aria-valuenow', '0.8');
    const second = await row('Agents');
    for (const text of ['Feature: agent', messages.standings.ok, messages.noForecast, messages.unpriced('3')]) {
      expect(second).toHaveTextContent(text);
    }
  });

  it('shows the budgets also where their states cannot be read, and why', async () => {
    grafana.answers[`GET ${api}/resources/budgets`] = () => {
      throw failure(500, 'ClickHouse does not answer.');
    };
    render(<BudgetsPage />);
    expect(await screen.findByText('ClickHouse does not answer.')).toBeInTheDocument();
    expect(screen.getByText('Everything')).toBeInTheDocument();
  });

  it('says what a budget is for where there is none', async () => {
    keep(undefined);
    render(<BudgetsPage />);
    expect(await screen.findByText(messages.none)).toBeInTheDocument();
    expect(grafana.asked.map(({ url }) => url)).not.toContain(`${api}/resources/budgets`);
  });

  it('draws spending and forecast of the budget that the URL names', async () => {
    locationService.replace('/?budget=Everything');
    render(<BudgetsPage />);
    const chart = await screen.findByRole('region', { name: messages.chart('Everything') });
    expect(await within(chart).findByText('panel timeseries')).toBeInTheDocument();
    expect(grafana.queries[0]).toMatchObject({
      measures: [{ id: 'cost', as: 'running_total' }],
      filters: [],
      format: 'timeseries',
      from,
      to: at,
      intervalMs: 21_600_000,
    });
    await userEvent.click(screen.getByRole('button', { name: messages.showLabel('Agents') }));
    expect(locationService.getLocation().search).toContain('budget=Agents');
    await waitFor(() => expect(grafana.queries.pop()).toMatchObject({ filters: agents.filters }));
  });
});

describe('a budget', () => {
  it('is added, with the other settings as they were', async () => {
    await open(messages.add);
    await retype(/^Name/, 'Research');
    await retype(/^Amount/, '250.5');
    await retype(/^Warn at/, '55');
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await screen.findByText(settingsMessages.saved)).toBeInTheDocument();
    expect(kept.jsonData).toEqual({
      tracesTable: 'spans',
      budgets: [everything, agents, { name: 'Research', amount: 250.5, period: 'month', soft: 0.55 }],
    });
    expect(sent('PUT', api)[0]).toMatchObject({ version: 7, url: 'http://clickhouse' });
    expect(await screen.findByText('Research')).toBeInTheDocument();
  });

  it('that the data source does not know yet is asked for again once it does', async () => {
    await open(messages.add);
    await retype(/^Name/, 'Research');
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await row('Research')).toHaveTextContent('–');
    grafana.answers[`GET ${api}/resources/budgets`] = () => ({ at, budgets: [state('Research', { spent: 77 })] });
    await waitFor(async () => expect(await row('Research')).toHaveTextContent('$77'), { timeout: 20_000 });
  });

  it('is begun by a link, once', async () => {
    locationService.replace('/?new=1');
    render(<BudgetsPage />);
    await userEvent.click(await screen.findByRole('button', { name: settingsMessages.save }));
    await waitFor(() => expect(saved()).toHaveLength(3));
    expect(locationService.getLocation().search).toBe('');
    expect(screen.queryByLabelText(/^Amount/)).not.toBeInTheDocument();
  });

  it('is changed in its place', async () => {
    await open(messages.editLabel('Everything'));
    await retype(/^Name/, 'All');
    await userEvent.click(screen.getByLabelText(/^Period/));
    await userEvent.click(await screen.findByRole('option', { name: messages.periods.day }));
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    await waitFor(() => expect(saved()).toEqual([{ ...everything, name: 'All', period: 'day' }, agents]));
  });

  it('cannot be saved while it is not valid, and says at the field what is wrong', async () => {
    await open(messages.add);
    await retype(/^Name/, 'Agents');
    expect(screen.getByText(/name/i, { selector: '[role=alert], [role=alert] *' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: settingsMessages.save })).toBeDisabled();
    await retype(/^Name/, 'Other');
    await retype(/^Warn at/, '120');
    expect(screen.getByRole('button', { name: settingsMessages.save })).toBeDisabled();
  });

  it('is deleted once that is confirmed', async () => {
    await open(messages.removeLabel('Agents'));
    expect(saved()).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: messages.remove, hidden: false }));
    await waitFor(() => expect(saved()).toEqual([everything]));
  });

  it('is not saved over what somebody else saved, and nothing that was entered is lost', async () => {
    await open(messages.editLabel('Agents'));
    await retype(/^Amount/, '444');
    keep([everything, agents, { name: 'Theirs', amount: 1, period: 'day' }], { version: 8 });
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await screen.findByText(settingsMessages.overtaken(['budgets']))).toBeInTheDocument();
    expect(saved()).toHaveLength(3);
    expect(screen.getByLabelText(/^Amount/)).toHaveValue(444);

    await userEvent.click(screen.getByRole('button', { name: settingsMessages.saveAnyway }));
    await waitFor(() =>
      expect(saved()).toEqual([everything, { ...agents, amount: 444 }, { name: 'Theirs', amount: 1, period: 'day' }])
    );
  });

  it('that another one has meanwhile the name of is not saved either', async () => {
    await open(messages.add);
    await retype(/^Name/, 'Theirs');
    keep([everything, agents, { name: 'Theirs', amount: 1, period: 'day' }], { version: 8 });
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    await userEvent.click(await screen.findByRole('button', { name: settingsMessages.saveAnyway }));
    expect(await screen.findByText(/The budget "Theirs" is not valid at name/)).toBeInTheDocument();
    expect(saved()).toHaveLength(3);
  });

  it('that Grafana refuses says why', async () => {
    grafana.answers[`PUT ${api}`] = () => {
      throw failure(403, 'You’ll need additional permissions.');
    };
    await open(messages.add);
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await screen.findByText('You’ll need additional permissions.')).toBeInTheDocument();
  });
});

describe('where nothing can be saved', () => {
  const yaml = async () =>
    parse((await screen.findByRole('region', { name: settingsMessages.yaml })).textContent ?? '');

  it('the YAML of a provisioned data source is shown', async () => {
    keep([everything, agents], { readOnly: true });
    await open(messages.add);
    expect(screen.getAllByText(settingsMessages.provisioned).length).toBeGreaterThan(0);
    await retype(/^Name/, 'a$b');
    expect(screen.queryByRole('button', { name: settingsMessages.save })).not.toBeInTheDocument();
    expect(await yaml()).toEqual({
      jsonData: { budgets: [everything, agents, { name: 'a$$b', amount: 100, period: 'month' }] },
    });
  });

  it('a viewer sees the budgets that the browser was given, and what to hand over', async () => {
    permit(...viewer);
    grafana.dataSources = [source('traces', { jsonData: { budgets: [everything] } as object })];
    await open(messages.removeLabel('Everything'));
    expect(screen.getByText(settingsMessages.mayNot)).toBeInTheDocument();
    expect(await yaml()).toEqual({ jsonData: { budgets: [] } });
    expect(grafana.asked.map(({ url }) => url)).not.toContain(api);
  });

  it('of no data source, Setup is offered', () => {
    grafana.dataSources = [];
    render(<BudgetsPage />);
    expect(screen.getByText(shared.noDataSource)).toBeInTheDocument();
  });
});

it('several data sources can be chosen from, and the URL keeps which', async () => {
  grafana.dataSources = [source('other'), source('traces')];
  grafana.answers['GET /api/datasources/uid/other'] = () => ({ ...about, uid: 'other', version: 1, jsonData: {} });
  render(<BudgetsPage />);
  expect(await screen.findByText(messages.none)).toBeInTheDocument();
  await userEvent.click(screen.getByLabelText(shared.dataSource));
  await userEvent.click(await screen.findByRole('option', { name: 'traces' }));
  expect(await screen.findByText('Everything')).toBeInTheDocument();
  expect(locationService.getLocation().search).toBe('?ds=traces');
});
