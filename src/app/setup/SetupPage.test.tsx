import { locationService } from '@grafana/runtime';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import {
  failure,
  grafana,
  keeping,
  kept,
  permit,
  sent,
  source,
  startGrafana,
  viewer,
  type AskedQuery,
} from '../../../tests/setup/grafana.tsx';
import { ruleGroups } from '../../engine/alerts/index.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import { messages, type Step } from './messages.ts';
import SetupPage from './SetupPage.tsx';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).ui,
}));

const api = '/api/datasources/uid/traces';
const ruler = '/api/ruler/grafana/api/v1/rules';

const details = {
  version: '25.3.1',
  table: 'otel.otel_traces',
  layout: 'OpenTelemetry Collector',
  genAiSpansLastDay: 2000,
  dialects: ['openinference'],
  unclassifiedScopes: ['our.own'],
};

function answer({ kind, groupBy }: AskedQuery): Record<string, unknown>[] {
  switch (kind) {
    case 'spans':
      return [{ time: Date.UTC(2026, 2, 20, 12), trace_id: 't1', span_id: 's1', model: 'gpt-4o', duration: 1 }];
    case 'trace':
      return [
        { spanID: 's0', tags: [{ key: 'genai.model', value: 'another' }] },
        {
          spanID: 's1',
          tags: [
            { key: 'genai.model', value: 'gpt-4o' },
            { key: 'genai.total.requests', value: 1 },
            { key: 'llm.model_name', value: 'gpt-4o' },
          ],
        },
      ];
    default:
      return (groupBy as string[]).length === 0
        ? [{ requests: 300, tool_calls: 100, agent_runs: 100, guardrail_checks: 0 }]
        : (groupBy as string[])[0] === 'team'
          ? [
              { team: 'care', requests: 75 },
              { team: 'unknown', requests: 25 },
            ]
          : [{ [String((groupBy as string[])[0])]: 'unknown', requests: 100 }];
  }
}

beforeEach(() => {
  startGrafana();
  grafana.query = answer;
  grafana.answers = {
    ...keeping({ version: 1, jsonData: { database: 'otel', username: 'reader' } }),
    [`GET ${api}/health`]: () => ({ status: 'OK', message: 'Connected to ClickHouse 25.3.1.', details }),
    [`POST ${api}/resources/census`]: () => ({ source: {}, census: { keys: ['tenant', 'app.squad'] } }),
    [`GET ${ruler}`]: () => ({}),
    'GET /api/prometheus/grafana/api/v1/rules': () => ({ data: { groups: [] } }),
    'GET /api/folders': () => [],
    'GET /api/search': () => [{ uid: 'genai-overview', title: 'GenAI overview', url: '/d/genai-overview' }],
  };
});

function open(step: Step | '', ds = 'traces') {
  locationService.replace(`/?${new URLSearchParams({ ...(step && { step }), ...(ds && { ds }) }).toString()}`);
  render(<SetupPage />);
}

describe('the data source', () => {
  it('is created from nothing, checked, and kept in the URL', async () => {
    grafana.dataSources = [];
    grafana.answers['POST /api/datasources'] = () => {
      grafana.dataSources = [source('traces')];
      return { datasource: { uid: 'traces' } };
    };
    open('', '');
    expect(screen.getByRole('button', { name: messages.next(messages.steps.detect) })).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/^URL/), 'http://clickhouse:8123');
    await userEvent.type(screen.getByLabelText(/^Database/), 'otel');
    await userEvent.type(screen.getByLabelText(/^User/), 'reader');
    await userEvent.type(screen.getByLabelText(/^Password/), 'secret');
    await userEvent.click(screen.getByRole('button', { name: messages.createButton }));
    expect(await screen.findByText(messages.works)).toBeInTheDocument();
    expect(sent('POST', '/api/datasources')).toEqual([
      {
        name: messages.usualName,
        type: 'genai-clickhouse-datasource',
        access: 'proxy',
        url: 'http://clickhouse:8123',
        jsonData: { database: 'otel', username: 'reader' },
        secureJsonData: { password: 'secret' },
      },
    ]);
    expect(locationService.getLocation().search).toBe('?ds=traces');
    await userEvent.click(screen.getByRole('button', { name: messages.next(messages.steps.detect) }));
    expect(locationService.getLocation().search).toBe('?ds=traces&step=detect');
  });

  it('that Grafana refuses says why, and keeps what was typed', async () => {
    grafana.answers['POST /api/datasources'] = () => {
      throw failure(409, 'data source with the same name already exists');
    };
    open('', '');
    await userEvent.type(screen.getByLabelText(/^URL/), 'http://x');
    await userEvent.click(screen.getByRole('button', { name: messages.createButton }));
    expect(await screen.findByText('data source with the same name already exists')).toBeInTheDocument();
    expect(screen.getByLabelText(/^URL/)).toHaveValue('http://x');
  });

  it('that does not work says why, and is checked again', async () => {
    const health = grafana.answers[`GET ${api}/health`];
    grafana.answers[`GET ${api}/health`] = () => {
      throw { ...failure(400, ''), data: { status: 'ERROR', message: 'The table otel_traces was not found.' } };
    };
    open('', '');
    await userEvent.click(screen.getByRole('button', { name: messages.chooseLabel('traces') }));
    expect(await screen.findByText('The table otel_traces was not found.')).toBeInTheDocument();
    grafana.answers[`GET ${api}/health`] = health as () => unknown;
    await userEvent.click(screen.getByRole('button', { name: messages.checkAgain }));
    expect(await screen.findByText(messages.works)).toBeInTheDocument();
  });

  it('cannot be created without the permission', () => {
    permit(...viewer);
    open('', '');
    expect(screen.getByText(messages.mayNotCreate)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: messages.createButton })).not.toBeInTheDocument();
  });

  it('is needed by every other step', () => {
    open('checks', '');
    expect(screen.getByText(messages.first)).toBeInTheDocument();
    expect(grafana.asked).toEqual([]);
  });
});

describe('what is found', () => {
  it('is shown with calls as they are read beside their attributes', async () => {
    open('detect');
    expect(await screen.findByText('Connected to ClickHouse 25.3.1.')).toBeInTheDocument();
    expect(screen.getByText('openinference')).toBeInTheDocument();
    expect(screen.getByText('our.own')).toBeInTheDocument();
    const read = await screen.findByRole('table', { name: new RegExp(`: ${messages.read}$`) });
    const written = screen.getByRole('table', { name: new RegExp(`: ${messages.written}$`) });
    expect(
      within(read)
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent)
    ).toEqual(['modelgpt-4o']);
    expect(
      within(written)
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent)
    ).toEqual(['llm.model_namegpt-4o']);
  });

  it('is nothing in a table without gen_ai spans', async () => {
    grafana.query = () => [];
    open('detect');
    expect(await screen.findByText(messages.noSample)).toBeInTheDocument();
  });
});

describe('features and teams', () => {
  it('are read from keys that exist, which are saved with the others', async () => {
    kept.jsonData = { database: 'otel', tagKeys: { user: ['uid'] } };
    open('mapping');
    expect(await screen.findByText(messages.covered('75%', 'care'))).toBeInTheDocument();
    expect(screen.getAllByText(messages.notCovered)).toHaveLength(3);
    await userEvent.click(screen.getByLabelText(messages.tags.team));
    await userEvent.click(await screen.findByRole('option', { name: 'app.squad' }));
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    await waitFor(() =>
      expect(kept.jsonData).toEqual({ database: 'otel', tagKeys: { user: ['uid'], team: ['app.squad'] } })
    );
    // How many calls say it is asked again, of the new keys.
    await waitFor(() => expect(grafana.queries.filter(({ groupBy }) => String(groupBy) === 'team')).toHaveLength(2));
  });

  it('of a provisioned data source are shown as YAML', async () => {
    kept.readOnly = true;
    open('mapping');
    await userEvent.click(await screen.findByLabelText(messages.tags.customer));
    await userEvent.click(await screen.findByRole('option', { name: 'tenant' }));
    const text = (await screen.findByRole('region', { name: settingsMessages.yaml })).textContent ?? '';
    expect(parse(text)).toEqual({ jsonData: { tagKeys: { customer: ['tenant'] } } });
  });
});

describe('the checks', () => {
  const finding = (service: string, about: string, severity: string) => ({
    severity,
    about,
    service,
    dialect: 'openllmetry',
    scope: 'lib',
    count: 40,
    of: 50,
    advice: `Set ${about}.`,
  });

  it('say by service what is missing and what to do', async () => {
    grafana.answers[`POST ${api}/resources/inspect`] = () => ({
      findings: [finding('shop', 'feature', 'warning'), finding('', 'unpriced: x', 'info')],
    });
    open('checks');
    const shop = await screen.findByRole('table', { name: 'shop' });
    expect(shop).toHaveTextContent('Warning featureopenllmetry · lib40 of 50Set feature.');
    expect(screen.getByRole('table', { name: messages.anyService })).toBeInTheDocument();
  });

  it('can be run again once something was repaired', async () => {
    grafana.answers[`POST ${api}/resources/inspect`] = () => ({ findings: [finding('shop', 'feature', 'warning')] });
    open('checks');
    await screen.findByRole('table', { name: 'shop' });
    grafana.answers[`POST ${api}/resources/inspect`] = () => ({ findings: [] });
    await userEvent.click(screen.getByRole('button', { name: messages.again }));
    expect(await screen.findByText(messages.noFindings)).toBeInTheDocument();
  });
});

describe('the rules', () => {
  const [group] = ruleGroups;
  const all = ruleGroups.flatMap(({ rules }) => rules);

  it('that are chosen are created in a folder of their own', async () => {
    grafana.answers['POST /api/folders'] = ({ data }) => {
      const made = { uid: 'folder', title: (data as { title: string }).title };
      grafana.answers['GET /api/folders'] = () => [made];
      return made;
    };
    const groups = new Map<string, { name: string; rules: unknown[] }>();
    grafana.answers[`GET ${ruler}/folder`] = () => ({ GenAI: [...groups.values()] });
    grafana.answers[`POST ${ruler}/folder`] = ({ data }) => {
      const posted = data as { name: string; rules: unknown[] };
      groups.set(posted.name, posted);
      return {};
    };
    open('rules');
    for (const { title } of all.slice(2)) {
      await userEvent.click(await screen.findByLabelText(messages.chooseRule(title)));
    }
    await userEvent.click(screen.getByRole('button', { name: messages.createRules(2) }));
    expect(await screen.findByText(messages.createdRules(2))).toBeInTheDocument();
    const uids = [...groups.values()].flatMap(({ rules }) =>
      (rules as { grafana_alert: { uid: string } }[]).map(({ grafana_alert }) => grafana_alert.uid)
    );
    expect(uids).toEqual(all.slice(0, 2).map(({ uid }) => uid));
    expect(sent('POST', '/api/folders')).toEqual([{ title: group?.folder }]);
  });

  it('that fail are named with the reason', async () => {
    grafana.answers['POST /api/folders'] = () => {
      throw failure(403, 'no folders for you');
    };
    open('rules');
    for (const { title } of all.slice(1)) {
      await userEvent.click(await screen.findByLabelText(messages.chooseRule(title)));
    }
    await userEvent.click(screen.getByRole('button', { name: messages.createRules(1) }));
    expect(await screen.findByText(messages.ruleFailed(all[0]?.title ?? '', 'no folders for you'))).toBeInTheDocument();
  });

  it('cannot be created without the permission', async () => {
    permit(...viewer);
    open('rules');
    expect(await screen.findByText(messages.mayNotRules)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: messages.createRules(all.length) })).not.toBeInTheDocument();
  });
});

it('the dashboards open with the data source', async () => {
  open('dashboards');
  expect(await screen.findByText('GenAI overview')).toHaveAttribute('href', '/d/genai-overview?var-datasource=traces');
});

it('closed hours show what they would gain, and the statements that make them', async () => {
  open('tiers');
  const table = await screen.findByRole('table', { name: messages.gain });
  expect(within(table).getAllByRole('row')[1]).toHaveTextContent(`${messages.days(7)}14 K3.5 K4`);
  const ddl = screen.getByRole('region', { name: messages.ddlText });
  expect(ddl).toHaveTextContent('CREATE TABLE IF NOT EXISTS `otel`.`genai_calls`');
  expect(screen.getAllByText(/GRANT SELECT ON `otel`\.`genai_minutes` TO `reader`;/).length).toBeGreaterThan(0);
});

it('each step can be gone to, and says which one it is', async () => {
  open('dashboards');
  const list = screen.getByRole('navigation', { name: messages.list });
  expect(
    within(list)
      .getAllByRole('listitem')
      .find((item) => item.getAttribute('aria-current'))
  ).toHaveTextContent(messages.steps.dashboards);
  expect(within(list).getByRole('link', { name: messages.steps.checks })).toHaveAttribute(
    'href',
    expect.stringContaining('/setup?ds=traces&step=checks')
  );
  await userEvent.click(screen.getByRole('button', { name: messages.back(messages.steps.rules) }));
  expect(locationService.getLocation().search).toContain('step=rules');
});
