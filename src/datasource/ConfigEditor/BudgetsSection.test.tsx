import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { describe, expect, it } from 'vitest';

import { readSettings } from '../../engine/settings/settings.ts';
import { budgetMessages as messages } from './budgetMessages.ts';
import { BudgetsSection } from './BudgetsSection.tsx';
import type { Props } from './props.ts';

function show(jsonData: object = {}, readOnly = false) {
  let latest = { jsonData, readOnly } as Props['options'];
  function Host() {
    const [options, setOptions] = useState(latest);
    const change = (next: Props['options']) => {
      latest = next;
      setOptions(next);
    };
    return <BudgetsSection options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  return { saved: () => latest.jsonData };
}

/** Reads the saved settings as the engine does. */
const read = (jsonData: object) =>
  readSettings({ url: '', database: '', user: '', jsonData: jsonData as Record<string, unknown> }).budgets;

const chat = {
  name: 'chat',
  amount: 20,
  period: 'day',
  filters: [{ dimension: 'feature', operator: 'in', values: ['chat'] }],
};

async function retype(label: RegExp, text: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, `${text}{Enter}`);
}

describe('budgets', () => {
  it('are added, changed and removed', async () => {
    const { saved } = show({ tracesTable: 't' });
    await userEvent.click(screen.getByRole('button', { name: /budgets$/i }));
    await userEvent.click(screen.getByRole('button', { name: messages.add }));
    expect(saved()).toEqual({ tracesTable: 't', budgets: [{ name: 'budget', amount: 100, period: 'month' }] });

    await retype(/^Name/, 'account');
    await retype(/^Amount/, '2500.5');
    await retype(/^Warn at/, '0.5');
    await userEvent.click(screen.getByLabelText(/^Period/));
    await userEvent.click(await screen.findByRole('option', { name: messages.periods.week }));
    expect(saved().budgets).toEqual([{ name: 'account', amount: 2500.5, period: 'week', soft: 0.5 }]);
    expect(read(saved())).toEqual([
      { name: 'account', amount: 2500.5, period: 'week', soft: 0.5, hard: 1, timezone: 'UTC', filters: [] },
    ]);

    await userEvent.click(screen.getByRole('button', { name: messages.remove('account') }));
    expect(saved()).toEqual({ tracesTable: 't' });
  });

  it('have filters, whose values are typed', async () => {
    const { saved } = show({ budgets: [chat] });
    await userEvent.click(screen.getByRole('button', { name: messages.addFilter('chat') }));
    expect(screen.getByText(/a filter needs at least one value/)).toBeInTheDocument();
    await userEvent.type(screen.getAllByLabelText(messages.values)[1] as HTMLElement, 'beta');
    await userEvent.click(await screen.findByRole('option', { name: /beta/ }));
    expect(screen.queryByText(/a filter needs at least one value/)).not.toBeInTheDocument();
    expect(read(saved())[0]?.filters).toEqual([
      ...chat.filters,
      { dimension: 'feature', operator: 'in', values: ['beta'] },
    ]);
    for (const button of screen.getAllByRole('button', { name: messages.removeFilter }).reverse()) {
      await userEvent.click(button);
    }
    const { filters: _, ...whole } = chat;
    expect(saved().budgets).toEqual([whole]);
  });

  it('say what is wrong with them, by name', async () => {
    show({ budgets: [chat] });
    await userEvent.click(screen.getByRole('button', { name: messages.add }));
    const [, second] = screen.getAllByRole('group');
    await userEvent.clear(within(second as HTMLElement).getByLabelText(/^Name/));
    await userEvent.type(within(second as HTMLElement).getByLabelText(/^Name/), 'chat');
    expect(screen.getByText(/The budget "chat" is not valid at name/)).toBeInTheDocument();
  });

  it('of a provisioned data source are only shown', () => {
    show({ budgets: [chat] }, true);
    expect(screen.getByRole('button', { name: messages.add })).toBeDisabled();
    for (const field of [...screen.getAllByRole('textbox'), ...screen.getAllByRole('spinbutton')]) {
      expect(field).toBeDisabled();
    }
  });
});
