import { CoreApp } from '@grafana/data';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { showEditor } from '../../../tests/setup/editor.tsx';
import { budgetColumns } from '../../engine/budgets/columns.ts';
import { noBudgets } from '../../engine/budgets/messages.ts';
import { defaultBudgets, defaultQuery } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

const fresh: GenAIQuery = { ...defaultBudgets(), refId: 'A' };
const jsonData = { budgets: ['everything', 'chat'].map((name) => ({ name, amount: 10, period: 'day' })) };
const field = new RegExp(`^${messages.budgets}`);

describe('budgets', () => {
  it('are chosen by name, all where none is', async () => {
    const { onChange, onRunQuery } = showEditor(fresh, { jsonData });
    await userEvent.click(screen.getByLabelText(field, { selector: 'input:not([type=radio])' }));
    await userEvent.click(await screen.findByRole('option', { name: 'chat' }));
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, budgets: ['chat'] });
    expect(onRunQuery).toHaveBeenCalled();
    await userEvent.click(await screen.findByRole('option', { name: 'chat' }));
    expect(onChange).toHaveBeenLastCalledWith(fresh);
  });

  it('have a preview of the statement that reads the open hours', async () => {
    showEditor(fresh, { jsonData });
    await userEvent.click(screen.getByText(messages.generatedSql));
    expect(await screen.findByText(/share_used[\s\S]*otel_traces/)).toBeInTheDocument();
  });

  it('say where to add one', async () => {
    showEditor(fresh);
    expect(screen.getByText(messages.noBudgets)).toBeInTheDocument();
    expect(await screen.findByText(noBudgets())).toBeInTheDocument();
  });

  it('give a rule the share that is used, or another column', async () => {
    const { onChange } = showEditor({ ...defaultQuery(), refId: 'A' }, { app: CoreApp.UnifiedAlerting, jsonData });
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.budgets }));
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, select: 'share_used' });
    await userEvent.click(screen.getByText(messages.options));
    await userEvent.click(screen.getByLabelText(new RegExp(`^${messages.select}`)));
    await userEvent.click(await screen.findByRole('option', { name: new RegExp(budgetColumns.burn_1h.title) }));
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, select: 'burn_1h' });
  });
});
