import { locationService } from '@grafana/runtime';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { grafana, permit, startGrafana, viewer, type AskedQuery } from '../../../tests/setup/grafana.tsx';
import { messages } from './messages.ts';
import PromptsPage from './PromptsPage.tsx';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));
vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).ui,
}));

const hour = 3_600_000;
const now = Date.UTC(2026, 2, 20, 12);
const version = (prompt: string, name: string, more: object = {}) => ({
  prompt,
  version: name,
  time: now - 48 * hour,
  first_seen: now - 48 * hour,
  last_seen: now - hour,
  requests: 100,
  owner: 'ada',
  sha: 'abc',
  source: 'registry',
  ...more,
});

let listed: object[];
let compared: object[];

const measure = (name: string, verdict: string, more: object = {}) => ({
  measure: name,
  unit: 'percentunit',
  n_a: 400,
  n_b: 120,
  mean_a: 0.02,
  mean_b: 0.08,
  difference: 0.06,
  low: 0.01,
  high: 0.11,
  p_value: 0.0001,
  verdict,
  ...more,
});

function answer({ kind }: AskedQuery) {
  return kind === 'prompt_versions'
    ? listed
    : kind === 'prompt_compare'
      ? compared
      : [{ prompt: 'answer', prompt_version: 'v2', error_rate: 0.08, cost_per_request: 0.004, latency_p95: 2.5 }];
}

beforeEach(() => {
  startGrafana();
  locationService.replace('/');
  vi.useFakeTimers({ now, toFake: ['Date'] });
  listed = [
    version('answer', 'v3', { last_seen: null, first_seen: null, requests: 0 }),
    version('answer', 'v2'),
    version('answer', 'v1', { last_seen: now - 40 * hour, owner: 'grace', time: now - 500 * hour }),
    version('answer', 'hotfix', { owner: '', sha: '', source: '', time: null }),
    version('summary', 'a', { time: now - 900 * hour }),
  ];
  compared = [
    measure('Error rate', 'worse'),
    measure('Score (tone)', 'better', { unit: 'none', mean_a: 3, mean_b: 4 }),
  ];
  grafana.query = (query) => answer(query) as Record<string, unknown>[];
  return () => vi.useRealTimers();
});

const row = async (name: string) => (await screen.findByRole('cell', { name })).closest('tr') as HTMLElement;

describe('the versions of a prompt', () => {
  it('say what runs, what the registry has, and who deployed them when', async () => {
    render(<PromptsPage />);
    const running = await row('v2');
    for (const text of [messages.presences.running, '2026-03-18', messages.by('ada'), '8%', '2.5 s', '$0.004']) {
      expect(running).toHaveTextContent(text);
    }
    expect(await row('v1')).toHaveTextContent(messages.presences.idle);
    expect(await row('v3')).toHaveTextContent(messages.presences.unseen);
    expect(await row('hotfix')).toHaveTextContent(messages.presences.unregistered);
    expect(screen.queryByRole('cell', { name: 'a' })).not.toBeInTheDocument();
  });

  it('of another prompt are shown, and the URL keeps it', async () => {
    render(<PromptsPage />);
    await userEvent.click(await screen.findByLabelText(messages.prompt));
    await userEvent.click(await screen.findByRole('option', { name: 'summary' }));
    expect(await row('a')).toBeInTheDocument();
    expect(locationService.getLocation().search).toBe('?prompt=summary');
    expect(screen.getByText(messages.onlyOne)).toBeInTheDocument();
  });

  it('are none where no call names a prompt', async () => {
    listed = [];
    render(<PromptsPage />);
    expect(await screen.findByText(messages.none)).toBeInTheDocument();
  });

  it('cannot be told where the registry is wrong, and the reason is said', async () => {
    grafana.query = () => {
      throw new Error('The table genai_prompts is not a prompt registry.');
    };
    render(<PromptsPage />);
    expect(await screen.findByText('The table genai_prompts is not a prompt registry.')).toBeInTheDocument();
  });
});

describe('two versions', () => {
  it('are compared as the URL says, with significance', async () => {
    locationService.replace('/?prompt=answer&a=v1&b=v2');
    render(<PromptsPage />);
    const table = await screen.findByRole('table', { name: messages.compared('v1', 'v2') });
    const [, errors] = within(table).getAllByRole('row');
    expect(errors).toHaveTextContent('Error rateWorse2%8%+6%+1% to +11%p < 0.001400 · 120');
    expect(grafana.queries.find(({ kind }) => kind === 'prompt_compare')).toMatchObject({
      prompt: 'answer',
      a: 'v1',
      b: 'v2',
    });
  });

  it('give evidence for a roll-back, as a text too, with who deployed what', async () => {
    locationService.replace('/?prompt=answer&a=v1&b=v2');
    render(<PromptsPage />);
    expect(await screen.findByText(messages.worse('v2', 'v1'))).toBeInTheDocument();
    expect(screen.getByText('v2 was deployed 2026-03-18 12:00 by ada.')).toBeInTheDocument();
    const text = screen.getByRole('region', { name: messages.evidence }).textContent ?? '';
    expect(text).toContain('- Error rate: 2% → 8% (p < 0.001)');
    expect(text).toContain(`${messages.betterText}\n- Score (tone): 3 → 4`);
    expect(screen.getByRole('link', { name: messages.dashboard })).toHaveAttribute(
      'href',
      expect.stringContaining(
        '/d/genai-prompts?var-datasource=traces&var-chosen_prompt=answer&var-version_a=v1&var-version_b=v2'
      )
    );
    expect(screen.getByRole('link', { name: messages.calls('v2') })).toBeInTheDocument();
  });

  it('without a significant difference, or with too few values, give none', async () => {
    compared = [measure('Error rate', 'no difference')];
    const { unmount } = render(<PromptsPage />);
    expect(await screen.findByText(messages.noWorse)).toBeInTheDocument();
    unmount();
    compared = [measure('Error rate', 'not enough data', { p_value: null, low: null, high: null, difference: null })];
    render(<PromptsPage />);
    expect(await screen.findByText(messages.tooFew)).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: messages.evidence })).not.toBeInTheDocument();
  });

  it('are chosen from the table, the one before as A', async () => {
    render(<PromptsPage />);
    await userEvent.click(await screen.findByRole('button', { name: messages.compareLabel('v2', 'v1') }));
    expect(locationService.getLocation().search).toBe('?a=v1&b=v2');
    await waitFor(() =>
      expect(grafana.queries.filter(({ kind }) => kind === 'prompt_compare').pop()).toMatchObject({ a: 'v1', b: 'v2' })
    );
  });

  it('that are one are not compared', async () => {
    locationService.replace('/?prompt=answer&a=v1&b=v1');
    render(<PromptsPage />);
    expect(await screen.findByText(messages.chooseTwo)).toBeInTheDocument();
    expect(grafana.queries.map(({ kind }) => kind)).not.toContain('prompt_compare');
  });

  it('can be looked at by a viewer, who is not led to Explore', async () => {
    permit(...viewer);
    locationService.replace('/?prompt=answer&a=v1&b=v2');
    render(<PromptsPage />);
    expect(await screen.findByText(messages.worse('v2', 'v1'))).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: messages.calls('v2') })).not.toBeInTheDocument();
  });
});
