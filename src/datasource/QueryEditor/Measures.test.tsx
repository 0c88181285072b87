import { CoreApp } from '@grafana/data';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { choose, optionsOf, showEditor } from '../../../tests/setup/editor.tsx';
import type { MeasureRef } from '../../engine/query/model.ts';
import { defaultQuery } from '../defaults.ts';
import type { GenAIMeasureQuery } from '../types.ts';
import { messages } from './messages.ts';

const query = (measure: MeasureRef, changes: Partial<GenAIMeasureQuery> = {}): GenAIMeasureQuery => ({
  ...defaultQuery(),
  refId: 'A',
  measures: [measure],
  groupBy: [],
  ...changes,
});

describe('a measure', () => {
  it('is found by what it means', async () => {
    const { onChange } = showEditor(query({ id: 'requests' }));
    await choose(messages.measure, /Truncations/, 'token limit');
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'truncations' }));
  });

  it('takes an evaluation only where it has one', async () => {
    showEditor(query({ id: 'requests' }));
    expect(screen.queryByLabelText(messages.evaluation)).not.toBeInTheDocument();
    await choose(messages.measure, /Mean score/, 'mean score');
    expect(screen.getByLabelText(messages.evaluation, { selector: 'input' })).toBeInTheDocument();
  });

  it('takes a bound only where it compares with one', async () => {
    const { onChange } = showEditor(query({ id: 'slow_requests' }));
    await userEvent.type(screen.getByLabelText('Seconds'), '2.5{Enter}');
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'slow_requests', bound: 2.5 }));
    await userEvent.clear(screen.getByLabelText('Seconds'));
    await userEvent.tab();
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'slow_requests' }));

    await choose(messages.measure, /^Error rate/, 'error rate');
    expect(screen.queryByLabelText('Seconds')).not.toBeInTheDocument();
  });

  it('is shown as a total only where it adds up', async () => {
    const { onChange } = showEditor(query({ id: 'cost' }));
    await choose(messages.showAs, /^Running total/);
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'cost', as: 'running_total' }));

    await choose(messages.measure, /^Error rate/, 'error rate');
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'error_rate' }));
    expect(screen.queryByLabelText(messages.showAs)).not.toBeInTheDocument();
  });

  it('has no total over time in a table', async () => {
    showEditor(query({ id: 'cost' }, { format: 'table' }));
    const offered = await optionsOf(messages.showAs);
    expect(offered.map((text) => /^(Value|Share)/.test(text))).toEqual([true, true]);
  });

  it('has a time zone, which stays', async () => {
    const { onChange } = showEditor(query({ id: 'cost', as: 'month_to_date' }));
    await choose(new RegExp(messages.timezone), 'Europe/Berlin', 'Berlin');
    expect(onChange).toHaveBeenLastCalledWith(
      query({ id: 'cost', as: 'month_to_date' }, { timezone: 'Europe/Berlin' })
    );
    await choose(messages.showAs, /^Value/);
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'cost' }, { timezone: 'Europe/Berlin' }));
  });
});

describe('a comparison', () => {
  it('brings its baseline and takes it away', async () => {
    const { onChange } = showEditor(query({ id: 'cost' }));
    expect(screen.queryByLabelText(messages.baseline)).not.toBeInTheDocument();

    await choose(messages.compare, /^Ratio/);
    expect(onChange).toHaveBeenLastCalledWith(
      query({ id: 'cost', compare: 'ratio' }, { baseline: { offset: 7 * 86400 } })
    );
    await choose(new RegExp(`^${messages.baseline}`), '1 day earlier');
    await userEvent.type(screen.getByLabelText(new RegExp(messages.periods)), '4{Enter}');
    expect(onChange).toHaveBeenLastCalledWith(
      query({ id: 'cost', compare: 'ratio' }, { baseline: { offset: 86400, periods: 4 } })
    );

    await choose(messages.compare, /^No comparison/);
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'cost' }));
  });

  it('takes a time of one’s own', async () => {
    const compared = query({ id: 'cost', compare: 'ratio' }, { baseline: { offset: 86400 } });
    const { onChange } = showEditor(compared);
    await choose(new RegExp(`^${messages.baseline}`), /^36h/, '36h');
    expect(onChange).toHaveBeenLastCalledWith({ ...compared, baseline: { offset: 36 * 3600 } });
    await waitFor(() => expect(screen.getByDisplayValue('36 hours earlier')).toBeInTheDocument());
  });

  it('and a total exclude each other where the sum would mean nothing', async () => {
    showEditor(query({ id: 'cost', as: 'share' }));
    const offered = await optionsOf(messages.compare);
    expect(offered.some((text) => text.startsWith('Ratio'))).toBe(false);
  });

  it('renames the column that an alert reads', async () => {
    const { onChange } = showEditor(query({ id: 'cost' }, { format: 'table', select: 'cost' }), {
      app: CoreApp.UnifiedAlerting,
    });
    await choose(messages.compare, /^Difference/);
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ select: 'cost_difference' });
  });
});

describe('cost at another price', () => {
  const asked = query({ id: 'whatif_cost' });

  it('asks for a model with a price, the user’s own among them', async () => {
    const prices = { overrides: [{ model: 'our-llama', input: 1, output: 2 }] };
    const { onChange } = showEditor(asked, { jsonData: { prices } });
    await choose(messages.whatIf, /^our-llama/, 'our-llama');
    expect(onChange).toHaveBeenLastCalledWith({ ...asked, whatIf: { provider: '', model: 'our-llama' } });
    await choose(messages.whatIf, 'Anthropic: claude-3-haiku', 'anthropic: claude-3-haiku');
    expect(onChange).toHaveBeenLastCalledWith({ ...asked, whatIf: { provider: 'anthropic', model: 'claude-3-haiku' } });
  });

  it('takes a variable, and goes with its measure', async () => {
    const { onChange } = showEditor(asked);
    await choose(messages.whatIf, /^\$model/, '$model');
    expect(onChange).toHaveBeenLastCalledWith({ ...asked, whatIf: { provider: '', model: '$model' } });
    await choose(messages.measure, /^Errors/, 'errors');
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'errors' }));
  });
});

describe('a heatmap', () => {
  const format = new RegExp(messages.format);

  async function formats(): Promise<string[]> {
    await userEvent.click(screen.getByLabelText(format));
    return screen.getAllByRole('option').map((option) => option.textContent ?? '');
  }

  it('is offered for one measure with a distribution, and has no groups', async () => {
    const grouped = query(
      { id: 'latency_p95', compare: 'ratio' },
      { groupBy: ['team'], top: { n: 3 }, baseline: { offset: 86400 } }
    );
    const { onChange } = showEditor(grouped);
    expect(await formats()).toContain(messages.heatmap);
    await userEvent.click(screen.getByText(messages.heatmap));
    expect(onChange).toHaveBeenLastCalledWith(query({ id: 'latency_p95' }, { format: 'heatmap' }));
    expect(screen.queryByLabelText(new RegExp(`^${messages.groupBy}`))).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: messages.addMeasure })).not.toBeInTheDocument();
  });

  it.each([
    ['a count', query({ id: 'requests' }), CoreApp.PanelEditor],
    [
      'two measures',
      query({ id: 'latency_p95' }, { measures: [{ id: 'latency_p95' }, { id: 'latency_p50' }] }),
      CoreApp.PanelEditor,
    ],
    ['an alert rule', query({ id: 'latency_p95' }, { format: 'table' }), CoreApp.UnifiedAlerting],
  ])('is not offered for %s', async (_, shown, app) => {
    showEditor(shown, { app });
    expect(await formats()).toEqual([messages.timeseries, messages.table]);
  });
});
