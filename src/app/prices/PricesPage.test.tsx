import { locationService } from '@grafana/runtime';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import { failure, grafana, keeping, kept, startGrafana, type AskedQuery } from '../../../tests/setup/grafana.tsx';
import { messages as settingsMessages } from '../settings/messages.ts';
import { messages } from './messages.ts';
import PricesPage from './PricesPage.tsx';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).ui,
}));

const api = '/api/datasources/uid/traces';
const none = {
  reported_cost: null,
  estimated_cost: null,
  unpriced_requests: 0,
  assumed_requests: 0,
  partly_priced_requests: 0,
};

const used = [
  {
    provider: 'openai',
    response_model: 'gpt-4o-2024-08-06',
    model: 'gpt-4o',
    ...none,
    requests: 90,
    cost: 12,
    reported_cost: 12,
  },
  { provider: 'openai', response_model: 'gpt-4o', model: 'gpt-4o', ...none, requests: 10, cost: null },
  {
    provider: 'anthropic',
    response_model: 'claude-3-opus-custom',
    model: 'claude-3-opus-custom',
    ...none,
    requests: 5,
    cost: 3,
    estimated_cost: 3,
    assumed_requests: 5,
  },
  {
    provider: 'unknown',
    response_model: 'our-llama',
    model: 'our-llama',
    ...none,
    requests: 100,
    cost: null,
    unpriced_requests: 95,
  },
  { provider: 'unknown', response_model: 'unknown', model: 'unknown', ...none, requests: 1, cost: null },
];

function answer({ groupBy, whatIf }: AskedQuery) {
  if ((groupBy as string[]).length === 3) {
    return used;
  }
  return (groupBy as string[]).length === 0
    ? [{ reported_cost: 12, whatif_cost: 10 }]
    : [
        {
          response_model: 'gpt-4o-2024-08-06',
          cost: 12,
          whatif_cost: (whatIf as { model: string }).model === 'gpt-4o-mini' ? 0.72 : 12,
        },
        { response_model: 'our-llama', cost: null, whatif_cost: 1 },
        { response_model: 'silent', cost: null, whatif_cost: null },
      ];
}

beforeEach(() => {
  startGrafana();
  locationService.replace('/');
  grafana.query = answer;
  grafana.answers = {
    ...keeping({ version: 3, jsonData: {} }),
    [`POST ${api}/resources/census`]: () => ({ source: {}, census: {} }),
  };
});

const row = async (name: string) => (await screen.findByText(name)).closest('tr') as HTMLElement;
const type = async (label: string, text: string) => {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, `${text}{Tab}`);
};

describe('the models present', () => {
  it('have their price with its source and date', async () => {
    render(<PricesPage />);
    const known = await row('gpt-4o-2024-08-06');
    for (const text of ['$2.50 in, $10.00 out', messages.fromBuiltIn, 'openai/gpt-4o, as of 20', '$12.00']) {
      expect(known).toHaveTextContent(text);
    }
  });

  it('that nobody answered for count with those that were answered', async () => {
    render(<PricesPage />);
    expect(await row('gpt-4o-2024-08-06')).toHaveTextContent('openai · gpt-4o · 100 requests');
    expect(screen.getAllByRole('row')).toHaveLength(4);
  });

  it('say which prices are guesses, and which are missing', async () => {
    render(<PricesPage />);
    expect(await row('claude-3-opus-custom')).toHaveTextContent(messages.isAssumed);
    expect(await row('our-llama')).toHaveTextContent(messages.noPriceText('95'));
    expect(screen.getByText(messages.unpriced).parentElement).toHaveTextContent('95');
  });

  it('show how far what was reported is from the table, as a number', async () => {
    render(<PricesPage />);
    await waitFor(async () =>
      expect(await row('gpt-4o-2024-08-06')).toHaveTextContent('+$2.00 (+20%)estimated $10.00')
    );
    expect(await row('our-llama')).toHaveTextContent(messages.nothingReported);
    const asked = grafana.queries.find(({ whatIf }) => whatIf !== undefined);
    expect(asked).toMatchObject({ whatIf: { provider: 'openai', model: 'gpt-4o-2024-08-06' } });
    expect(asked?.['filters']).toContainEqual({ dimension: 'cost_source', operator: 'in', values: ['reported'] });
  });

  it('name the table that was synced, and lines of it that cannot be read', async () => {
    const prices = {
      version: '9',
      source: 'litellm',
      synced: Date.UTC(2026, 2, 2),
      since: '2026-01-01',
      lines: '#openai\tOpenAI\ngpt-4o\t=\t1\t3 11\nbroken',
    };
    grafana.answers[`POST ${api}/resources/census`] = () => ({ source: { prices }, census: {} });
    render(<PricesPage />);
    await waitFor(async () => expect(await row('gpt-4o-2024-08-06')).toHaveTextContent(messages.fromSynced('litellm')));
    expect(screen.getByText(messages.problems)).toBeInTheDocument();
    expect(screen.getByText(/broken \(/)).toBeInTheDocument();
  });

  it('of another time are asked for, and the URL keeps it', async () => {
    render(<PricesPage />);
    await userEvent.click(await screen.findByLabelText(messages.modelsOf(30)));
    await waitFor(() => expect(grafana.queries.some(({ from, to }) => to - from === 30 * 86_400_000)).toBe(true));
    expect(locationService.getLocation().search).toBe('?days=30');
  });

  it('are none in an empty table', async () => {
    grafana.query = () => [];
    render(<PricesPage />);
    expect(await screen.findByText(messages.none)).toBeInTheDocument();
  });

  it('cannot be told while the data source does not answer', async () => {
    grafana.query = () => {
      throw new Error('ClickHouse does not answer.');
    };
    render(<PricesPage />);
    expect(await screen.findByText('ClickHouse does not answer.')).toBeInTheDocument();
  });
});

describe('a price of one’s own', () => {
  const open = async (name: string) => {
    render(<PricesPage />);
    await userEvent.click(await screen.findByRole('button', { name }));
  };

  it('is set in one line, before the others and with the other settings as they were', async () => {
    const before = { model: 'gpt-4*', input: 1, output: 2 };
    kept.jsonData = { database: 'otel', prices: { batchDiscount: 0.4, overrides: [before] } };
    await open(messages.setLabel('our-llama'));
    await type(messages.input, '0.2');
    await type(messages.output, '0.6');
    await type(messages.from, '2026-03-01');
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await screen.findByText(settingsMessages.saved)).toBeInTheDocument();
    expect(kept.jsonData).toEqual({
      database: 'otel',
      prices: {
        batchDiscount: 0.4,
        overrides: [{ model: 'our-llama', input: 0.2, output: 0.6, from: '2026-03-01' }, before],
      },
    });
  });

  it('begins with that of the table', async () => {
    await open(messages.setLabel('gpt-4o-2024-08-06'));
    expect(screen.getByLabelText(messages.input)).toHaveValue(2.5);
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    await waitFor(() =>
      expect(kept.jsonData['prices']).toEqual({
        overrides: [{ model: 'gpt-4o-2024-08-06', provider: 'openai', input: 2.5, output: 10, cacheRead: 1.25 }],
      })
    );
  });

  it('is not saved with a day that is none', async () => {
    await open(messages.setLabel('our-llama'));
    await type(messages.from, '1 March');
    expect(screen.getByText(/YYYY-MM-DD, such as/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: settingsMessages.save })).toBeDisabled();
  });

  it('is removed', async () => {
    kept.jsonData = { prices: { overrides: [{ model: 'our-*', input: 1, output: 2 }] } };
    render(<PricesPage />);
    expect(await row('our-llama')).toHaveTextContent(messages.isOwn);
    await userEvent.click(screen.getByRole('button', { name: messages.removeLabel('our-llama') }));
    await waitFor(() => expect(kept.jsonData).toEqual({}));
  });

  it('that somebody overtook keeps what was typed', async () => {
    await open(messages.setLabel('our-llama'));
    await type(messages.input, '7');
    grafana.answers[`PUT ${api}`] = () => {
      throw failure(409, 'Datasource has already been updated by someone else.');
    };
    kept.jsonData = { database: 'theirs' };
    await userEvent.click(screen.getByRole('button', { name: settingsMessages.save }));
    expect(await screen.findByText(settingsMessages.overtaken(['database']))).toBeInTheDocument();
    expect(screen.getByLabelText(messages.input)).toHaveValue(7);
  });

  it('of a provisioned data source is shown as YAML', async () => {
    kept.readOnly = true;
    await open(messages.setLabel('our-llama'));
    await type(messages.output, '3');
    const text = screen.getByRole('region', { name: settingsMessages.yaml }).textContent ?? '';
    expect(parse(text)).toEqual({ jsonData: { prices: { overrides: [{ model: 'our-llama', input: 0, output: 3 }] } } });
    expect(screen.queryByRole('button', { name: settingsMessages.save })).not.toBeInTheDocument();
  });

  it('in a setting with an error says at which place it is wrong', async () => {
    kept.jsonData = { prices: { overrides: [{ model: 'x', input: -1, output: 2 }] } };
    render(<PricesPage />);
    expect(await screen.findByText(/prices\.overrides\.0\.input: the price must be/)).toBeInTheDocument();
  });
});

describe('another model', () => {
  it('shows what the same tokens would cost, over the calls whose cost is known both ways', async () => {
    locationService.replace('/?other=openai/gpt-4o-mini');
    render(<PricesPage />);
    const table = await screen.findByRole('table', { name: messages.other });
    const texts = within(table)
      .getAllByRole('row')
      .map(({ textContent }) => textContent);
    expect(texts.slice(1)).toEqual([
      'gpt-4o-2024-08-06$12.00$0.72−$11.28',
      'our-llama–$1.00–',
      `${messages.total}$12.00$0.72−$11.28`,
    ]);
  });

  it('of the same price is no difference', async () => {
    locationService.replace('/?other=openai/gpt-4o');
    render(<PricesPage />);
    const table = await screen.findByRole('table', { name: messages.other });
    expect(within(table).getAllByText(messages.same)).toHaveLength(2);
  });
});
