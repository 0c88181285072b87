import type { DataSourceInstanceSettings } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { type ReactNode } from 'react';
import { of, throwError } from 'rxjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from './App.tsx';
import { dataSourceType } from './links.ts';
import { messages } from './messages.ts';

const grafana = vi.hoisted(() => ({
  dataSources: [] as unknown[],
  permissions: {} as Record<string, boolean>,
  fetch: vi.fn(),
}));

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  PluginPage: ({ children }: { children: ReactNode }) => <main>{children}</main>,
  getDataSourceSrv: () => ({ getList: () => grafana.dataSources }),
  getBackendSrv: () => ({ fetch: grafana.fetch }),
  config: { bootData: { user: { permissions: grafana.permissions } } },
}));

const traces = {
  uid: 'abc',
  name: 'Traces',
  type: dataSourceType,
  meta: { info: { logos: { small: 'logo.svg' } } },
} as DataSourceInstanceSettings;
const builtIn = { ...traces, uid: 'grafana', name: '-- Grafana --', type: 'datasource' };
const dashboards = [
  { uid: 'genai-cost-attribution', title: 'GenAI cost attribution', url: '/d/genai-cost-attribution' },
];
const healthy = {
  status: 'OK',
  message: 'Connected.',
  details: {
    version: '25.3.1',
    table: 'otel.otel_traces',
    genAiSpansLastDay: 42,
    tiers: { closedHours: 719, hoursByMinute: 700, lagMinutes: 35 },
  },
};

function answer(health: () => unknown) {
  grafana.fetch.mockImplementation(({ url }: { url: string }) =>
    url === '/api/search' ? of({ data: dashboards }) : health()
  );
}

function permit(...actions: string[]) {
  Object.keys(grafana.permissions).forEach((action) => delete grafana.permissions[action]);
  Object.assign(grafana.permissions, Object.fromEntries(actions.map((action) => [action, true])));
}

beforeEach(() => {
  grafana.dataSources = [traces, builtIn];
  permit('datasources:create', 'datasources:write', 'datasources:explore', 'alert.rules:read');
  answer(() => of({ data: healthy }));
});

describe('App', () => {
  it('checks a data source', async () => {
    render(<App />);
    await userEvent.click(screen.getByRole('button', { name: messages.checkLabel('Traces') }));
    expect(await screen.findByText(messages.healthy)).toBeInTheDocument();
    expect(screen.getByText(/25\.3\.1/)).toBeInTheDocument();
    expect(screen.getByText(/otel\.otel_traces/)).toBeInTheDocument();
    expect(
      screen.getByText(/719, of which 700 are added up by minute; the last ended 35 minutes ago/)
    ).toBeInTheDocument();
  });

  it('leaves out the sources that are not ours', () => {
    render(<App />);
    expect(screen.queryByText('-- Grafana --')).not.toBeInTheDocument();
  });

  it('shows why a check failed', async () => {
    const data = { status: 'ERROR', message: 'The password is wrong.' };
    answer(() => throwError(() => ({ status: 400, statusText: '', data, config: { url: '' } })));
    render(<App />);
    await userEvent.click(screen.getByRole('button', { name: messages.checkLabel('Traces') }));
    expect(await screen.findByText('The password is wrong.')).toBeInTheDocument();
  });

  it('links dashboards and alert rules', async () => {
    render(<App />);
    expect(await screen.findByText('GenAI cost attribution')).toHaveAttribute('href', '/d/genai-cost-attribution');
    expect(screen.getByRole('link', { name: messages.openAlertRules })).toBeInTheDocument();
  });

  it('starts with a data source where there is none', () => {
    grafana.dataSources = [];
    render(<App />);
    expect(screen.getByText(messages.noDataSource)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: messages.addDataSource })).toBeInTheDocument();
  });

  it('offers a viewer nothing that needs more rights', () => {
    permit();
    render(<App />);
    expect(screen.queryByRole('link', { name: messages.settings })).not.toBeInTheDocument();
    expect(screen.queryByRole('link', { name: messages.openAlertRules })).not.toBeInTheDocument();
  });
});
