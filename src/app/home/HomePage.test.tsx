import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { NEVER } from 'rxjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import {
  failure,
  grafana,
  permit,
  source,
  startGrafana,
  viewer,
  type AskedQuery,
} from '../../../tests/setup/grafana.tsx';
import HomePage from './HomePage.tsx';
import { messages } from './messages.ts';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).ui,
}));

const health = '/api/datasources/uid/traces/health';
const healthy = {
  status: 'OK',
  message: 'Connected.',
  details: {
    version: '25.3.1',
    table: 'otel.otel_traces',
    layout: 'OpenTelemetry Collector',
    genAiSpansLastDay: 1042,
    newestSpanAgeSeconds: 95,
    dialects: ['openinference'],
    unclassifiedScopes: [],
    tiers: { closedHours: 719, hoursByMinute: 700, lagMinutes: 35 },
  },
};

/** Covers everything, as measured by whoever instruments well. */
const covered = { priced_share: 1, token_coverage: 1, feature_coverage: 1, prompt_coverage: 1 };
const scores = [
  { evaluation: 'faithfulness', feature: 'chat', score_mean: 4.5, change: 0.1, score_count: 90 },
  { evaluation: 'faithfulness', feature: 'search', score_mean: 2.25, change: -1.5, score_count: 40 },
  { evaluation: 'faithfulness', feature: 'rare', score_mean: 1, change: null, score_count: 3 },
  { evaluation: 'toxicity', feature: 'chat', score_mean: 0.4, change: null, score_count: 20 },
  { evaluation: 'toxicity', feature: 'search', score_mean: 0.1, change: null, score_count: 20 },
];

function answer(query: AskedQuery, coverage: object = covered) {
  const groups = (query['groupBy'] as string[]).join();
  const measured = (query['measures'] as { id: string }[]).map(({ id }) => id);
  if (groups === 'evaluation,feature') {
    return scores;
  }
  if (groups === 'service') {
    return [
      { service: 'shop', requests: 10 },
      { service: 'desk', requests: 90 },
    ];
  }
  return measured.includes('unpriced_requests')
    ? [{ cost: query.to - query.from > 86_400_000 ? 310 : 12.5, requests: 100, unpriced_requests: 0 }]
    : [{ requests: 100, errors: 5, ...coverage }];
}

beforeEach(() => {
  startGrafana();
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 20, 12), toFake: ['Date'] });
  grafana.dataSources = [source('traces', { jsonData: { timezone: 'Europe/Berlin', budgets: [{}] } as object })];
  grafana.query = (query) => answer(query);
  grafana.answers = {
    [`GET ${health}`]: () => healthy,
    'GET /api/search': () => [{ uid: 'genai-overview', title: 'GenAI overview', url: '/d/genai-overview' }],
    'GET /api/datasources/uid/traces/resources/budgets': () => ({
      budgets: [
        { name: 'all', share_used: 0.2 },
        { name: 'agents', share_used: 0.83 },
        { name: 'untold', share_used: null },
      ],
    }),
    'GET /api/ruler/grafana/api/v1/rules': () => ({}),
    'GET /api/prometheus/grafana/api/v1/rules': () => ({ data: { groups: [] } }),
  };
  return () => vi.useRealTimers();
});

const panel = (name: string) => screen.findByRole('region', { name });

describe('Home', () => {
  it('shows what is connected and seen', async () => {
    render(<HomePage />);
    const connection = await panel(messages.connection);
    expect(await within(connection).findByText(messages.healthy)).toBeInTheDocument();
    expect(within(connection).getByText('1,042')).toBeInTheDocument();
    expect(within(connection).getByText(messages.ago('1 min 35 s'))).toBeInTheDocument();
    expect(within(connection).getByText(messages.behind('35 min'))).toBeInTheDocument();
    expect(within(connection).getByText(/25\.3\.1 · otel\.otel_traces/)).toBeInTheDocument();
    expect(within(connection).getByText(/openinference/)).toBeInTheDocument();
    const traffic = await panel(messages.traffic);
    expect(await within(traffic).findByText('desk, shop')).toBeInTheDocument();
    expect(within(traffic).getByText(messages.ofRequests('5%'))).toBeInTheDocument();
  });

  it('shows spending of the day and the month in the time zone of the data source, and the highest budget', async () => {
    render(<HomePage />);
    const spending = await panel(messages.spending);
    expect(await within(spending).findByText('$12.50')).toBeInTheDocument();
    expect(within(spending).getByText('$310')).toBeInTheDocument();
    expect(await within(spending).findByText('83%')).toBeInTheDocument();
    expect(within(spending).getByText('agents')).toBeInTheDocument();
    const starts = grafana.queries.filter(({ timezone }) => timezone === 'Europe/Berlin').map(({ from }) => from);
    expect(starts).toEqual([Date.UTC(2026, 2, 19, 23), Date.UTC(2026, 1, 28, 23)]);
  });

  it('shows the worst feature of each evaluation, where low scores may be the good ones', async () => {
    render(<HomePage />);
    const table = within(await panel(messages.quality)).findByRole('table');
    const [, faithful, toxic] = within(await table).getAllByRole('row');
    expect(faithful).toHaveTextContent('faithfulnesssearch2.25-1.5040');
    expect(toxic).toHaveTextContent(`toxicity${messages.lower}chat0.40–20`);
  });

  it('says that nothing is missing only once everything is there', async () => {
    render(<HomePage />);
    expect(await screen.findByText(messages.nothingMissing)).toBeInTheDocument();
  });

  it('says what is missing, each with the page that helps', async () => {
    grafana.query = (query) => answer(query, { ...covered, feature_coverage: 0.4, priced_share: 0.9 });
    grafana.dataSources = [source('traces')];
    render(<HomePage />);
    const missing = await panel(messages.missing);
    expect(await within(missing).findByText(messages.lacking.feature('60%'), { exact: false })).toBeInTheDocument();
    expect(within(missing).getByText(messages.lacking.priced('10%'), { exact: false })).toBeInTheDocument();
    expect(within(missing).getByRole('link', { name: messages.repair.mapping })).toHaveAttribute(
      'href',
      expect.stringContaining('/setup?ds=traces&step=mapping')
    );
    expect(within(missing).getByRole('link', { name: messages.repair.budgets })).toBeInTheDocument();
    expect(within(missing).queryByText(messages.nothingMissing)).not.toBeInTheDocument();
  });

  it('shows each part as it arrives', async () => {
    grafana.query = (query) => ((query['groupBy'] as string[]).includes('evaluation') ? NEVER : answer(query));
    render(<HomePage />);
    expect(await within(await panel(messages.spending)).findByText('$310')).toBeInTheDocument();
    expect(within(await panel(messages.quality)).getByText(/^Loading/)).toBeInTheDocument();
    expect(within(await panel(messages.missing)).getByText(/^Loading/)).toBeInTheDocument();
  });

  it('shows why a data source does not work, and asks it nothing else', async () => {
    grafana.answers[`GET ${health}`] = () => {
      throw { ...failure(400, ''), data: { status: 'ERROR', message: 'The password is wrong.' } };
    };
    render(<HomePage />);
    expect(await screen.findByText('The password is wrong.')).toBeInTheDocument();
    expect(grafana.queries).toEqual([]);
  });

  it('shows why a part failed, and asks again', async () => {
    grafana.query = () => {
      throw new Error('Memory limit exceeded.');
    };
    render(<HomePage />);
    const spending = await panel(messages.spending);
    expect(await within(spending).findByText('Memory limit exceeded.')).toBeInTheDocument();
    grafana.query = (query) => answer(query);
    await userEvent.click(within(spending).getByRole('button', { name: /Try again/ }));
    expect(await within(spending).findByText('$12.50')).toBeInTheDocument();
  });

  it('says so where the table has no gen_ai spans', async () => {
    grafana.answers[`GET ${health}`] = () => ({
      ...healthy,
      details: { ...healthy.details, genAiSpansLastDay: 0, newestSpanAgeSeconds: null, tiers: undefined },
    });
    grafana.query = () => [];
    render(<HomePage />);
    expect(await screen.findByText(messages.noSpans)).toBeInTheDocument();
    expect(await screen.findByText(messages.noCalls)).toBeInTheDocument();
    expect(await screen.findByText(messages.lacking.spans, { exact: false })).toBeInTheDocument();
    expect(screen.queryByText(messages.newest)).not.toBeInTheDocument();
  });

  it('asks the other data sources only when they are shown', async () => {
    const builtIn = source('grafana', { name: '-- Grafana --', type: 'datasource' });
    grafana.dataSources = [source('other'), source('traces', { isDefault: true }), builtIn];
    grafana.answers['GET /api/datasources/uid/other/health'] = () => healthy;
    render(<HomePage />);
    expect(await panel(messages.spending)).toBeInTheDocument();
    expect(screen.queryByText('-- Grafana --')).not.toBeInTheDocument();
    expect(grafana.queries.map(({ uid }) => uid)).not.toContain('other');
    await userEvent.click(screen.getByRole('button', { name: messages.showLabel('other') }));
    expect(await screen.findAllByRole('region', { name: messages.spending })).toHaveLength(2);
  });

  it('links the dashboards', async () => {
    render(<HomePage />);
    expect(await screen.findByText('GenAI overview')).toHaveAttribute('href', '/d/genai-overview');
  });

  it('begins with Setup where there is no data source', () => {
    grafana.dataSources = [];
    render(<HomePage />);
    expect(screen.getByText(messages.noDataSource)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: messages.startSetup })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/a\/genai-observability-app\/setup$/)
    );
  });

  it('offers a viewer nothing that needs more rights', async () => {
    permit(...viewer);
    grafana.dataSources = [];
    const { unmount } = render(<HomePage />);
    expect(screen.getByText(messages.askAdministrator)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: messages.startSetup })).not.toBeInTheDocument();
    unmount();
    grafana.dataSources = [source('traces')];
    render(<HomePage />);
    expect(await panel(messages.spending)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: messages.settingsLabel('traces') })).not.toBeInTheDocument();
    expect(screen.queryByRole('link', { name: messages.setupLabel('traces') })).not.toBeInTheDocument();
  });
});

describe('firing rules', () => {
  const rule = {
    grafana_alert: {
      uid: 'genai-error-rate',
      title: 'Error rate high',
      condition: 'C',
      data: [],
      no_data_state: 'OK',
      exec_err_state: 'OK',
    },
    labels: { severity: 'critical' },
  };

  it('lead to their tuning pages', async () => {
    grafana.answers['GET /api/ruler/grafana/api/v1/rules'] = () => ({ GenAI: [{ name: 'g', rules: [rule] }] });
    grafana.answers['GET /api/prometheus/grafana/api/v1/rules'] = () => ({
      data: { groups: [{ rules: [{ uid: 'genai-error-rate', state: 'firing', totals: { alerting: 2 } }] }] },
    });
    render(<HomePage />);
    expect(await screen.findByRole('link', { name: 'Error rate high' })).toHaveAttribute(
      'href',
      expect.stringContaining('/alerts/genai-error-rate')
    );
    expect(screen.getByText(messages.instances(2))).toBeInTheDocument();
  });

  it('are none where none fires, and where none exists', async () => {
    const { unmount } = render(<HomePage />);
    expect(await screen.findByText(messages.noneFiring(0))).toBeInTheDocument();
    unmount();
    grafana.answers['GET /api/ruler/grafana/api/v1/rules'] = () => ({ GenAI: [{ name: 'g', rules: [rule] }] });
    render(<HomePage />);
    expect(await screen.findByText(messages.noneFiring(1))).toBeInTheDocument();
  });

  it('are not asked for without the permission', async () => {
    permit('datasources:query');
    render(<HomePage />);
    expect(await panel(messages.spending)).toBeInTheDocument();
    expect(screen.queryByText(messages.firing)).not.toBeInTheDocument();
  });
});
