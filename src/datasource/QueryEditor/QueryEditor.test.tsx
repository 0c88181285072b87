import { CoreApp } from '@grafana/data';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { describe, expect, it, vi } from 'vitest';

import { showEditor as show } from '../../../tests/setup/editor.tsx';
import { defaultSpans, defaultQuery } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

/** Monaco does not run in jsdom. */
vi.mock('./SqlField.tsx', () => ({
  SqlField: ({ sql, onChange }: { sql: string; onChange: (sql: string) => void }) => (
    <textarea aria-label="SQL text" value={sql} onChange={(event) => onChange(event.currentTarget.value)} />
  ),
}));

vi.mock('../JsonField.tsx', () => ({
  JsonField: ({ label, text, onChange }: { label: string; text: string; onChange: (text: string) => void }) => (
    <textarea aria-label={label} defaultValue={text} onChange={(event) => onChange(event.currentTarget.value)} />
  ),
}));

const fresh: GenAIQuery = { ...defaultQuery(), refId: 'A' };

describe('QueryEditor', () => {
  it('builds a query by hand', async () => {
    const user = userEvent.setup();
    const { onChange, onRunQuery } = show(fresh);

    await user.click(screen.getByTestId('A-measure-0'));
    await user.click(await screen.findByRole('option', { name: /Error rate/ }));
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, measures: [{ id: 'error_rate' }] });

    await user.click(screen.getByLabelText(/^Group by/));
    await user.click(await screen.findByRole('option', { name: /Team/ }));
    expect(onChange).toHaveBeenLastCalledWith({
      ...fresh,
      measures: [{ id: 'error_rate' }],
      groupBy: ['feature', 'team'],
    });
    expect(onRunQuery).toHaveBeenCalledTimes(2);
  });

  it('adds and removes measures and filters', async () => {
    const user = userEvent.setup();
    const { onChange } = show(fresh);

    await user.click(screen.getByRole('button', { name: messages.addMeasure }));
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, measures: [{ id: 'requests' }, { id: 'errors' }] });
    await user.click(screen.getAllByRole('button', { name: messages.removeMeasure })[0] as HTMLElement);
    expect(onChange).toHaveBeenLastCalledWith({ ...fresh, measures: [{ id: 'errors' }] });
    await user.click(screen.getByRole('button', { name: messages.addFilter }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({
      filters: [{ dimension: 'feature', operator: 'in', values: [] }],
    });
  });

  it('shows the SQL that the engine makes', async () => {
    show(fresh);
    await userEvent.click(screen.getByText(messages.generatedSql));
    expect(await screen.findByText(/SELECT[\s\S]*otel_traces/)).toBeInTheDocument();
  });

  it('shows at once what is wrong with a query', async () => {
    show({ ...defaultQuery(), refId: 'A', measures: [{ id: 'score_mean' }] });
    expect(await screen.findByText(/would mix scores from different evaluations/)).toBeInTheDocument();
  });

  it('says why there is no preview', async () => {
    show(fresh, { source: () => Promise.reject({ data: { message: 'Connection refused.' } }) });
    expect(await screen.findByText(messages.sourceFailed('Connection refused.'))).toBeInTheDocument();
  });

  it('takes the number of top groups over when the field is left', async () => {
    const { onChange } = show(fresh);
    await userEvent.type(screen.getByLabelText(new RegExp(messages.top)), '5');
    await userEvent.tab();
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ ...fresh, top: { n: 5 } }));
  });

  it.each([
    ['measures', fresh],
    ['calls', { ...defaultSpans(), refId: 'A' } satisfies GenAIQuery],
  ])('runs %s although they read much, until it is switched off', async (_, query) => {
    const { onChange, onRunQuery } = show(query);
    await userEvent.click(screen.getByText(messages.options));
    await userEvent.click(screen.getByLabelText(new RegExp(messages.runAnyway)));
    expect(onChange).toHaveBeenLastCalledWith({ ...query, estimate: 'ignore' });
    await userEvent.click(screen.getByLabelText(new RegExp(messages.runAnyway)));
    expect(onChange).toHaveBeenLastCalledWith(query);
    expect(onRunQuery).toHaveBeenCalledTimes(2);
  });

  it('says beside closed options that a query runs even if it reads a lot', () => {
    show({ ...fresh, estimate: 'ignore' });
    expect(screen.getByText(new RegExp(messages.runAnyway))).toBeInTheDocument();
  });

  it('offers an alert rule no way around the limit', async () => {
    show(fresh, { app: CoreApp.UnifiedAlerting });
    await userEvent.click(screen.getByText(messages.options));
    expect(screen.queryByLabelText(new RegExp(messages.runAnyway))).not.toBeInTheDocument();
  });

  it('switches to calls and SQL and back without losing a query', async () => {
    const { onChange } = show(fresh);
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.sql }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ kind: 'sql', refId: 'A', format: 'timeseries' });
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.spans }));
    expect(onChange).toHaveBeenLastCalledWith({ ...defaultSpans(), refId: 'A' });
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.measure }));
    expect(onChange).toHaveBeenLastCalledWith(fresh);
  });

  it('switches to SQL with the statement of the preview, and says how to return', async () => {
    const { onChange } = show({ ...fresh, filters: [{ dimension: 'model', operator: 'in', values: ["it's"] }] });
    const [sql, form] = [messages.modes.sql, messages.modes.measure];
    await screen.findByText(messages.generatedSql);
    await userEvent.click(screen.getByText(messages.generatedSql));
    await screen.findByText(/SELECT[\s\S]*otel_traces/);

    await userEvent.click(screen.getByRole('radio', { name: sql }));
    const made = onChange.mock.lastCall?.[0];
    expect(made).toMatchObject({ kind: 'sql', format: 'timeseries', sql: expect.stringContaining("it\\'s") as string });
    expect(made).toMatchObject({ sql: expect.stringContaining('$__fromTime_ms') as string });
    expect(made).not.toMatchObject({ sql: expect.stringMatching(/\{\w+:/) as string });
    expect(screen.getByText(messages.sqlOf(form))).toBeInTheDocument();

    // SQL that was edited by hand is not lost.
    fireEvent.change(screen.getByLabelText('SQL text'), { target: { value: 'SELECT 2' } });
    await userEvent.click(screen.getByRole('radio', { name: form }));
    await userEvent.click(screen.getByRole('radio', { name: sql }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ kind: 'sql', sql: 'SELECT 2' });
  });

  it('offers no lists of calls to an alert rule', () => {
    show(fresh, { app: CoreApp.UnifiedAlerting });
    expect(screen.getAllByRole('radio')).toHaveLength(3);
    expect(screen.queryByRole('radio', { name: messages.modes.spans })).not.toBeInTheDocument();
  });

  it('shows a query without a form as JSON, and leaves it alone while that is none', async () => {
    const later = { version: 9, kind: 'of_a_later_version', format: 'table' };
    const { onChange } = show({ refId: 'A', ...later } as unknown as GenAIQuery);
    const field = screen.getByLabelText(messages.json);
    expect(JSON.parse((field as HTMLTextAreaElement).value)).toEqual(later);
    expect(screen.getByRole('radio', { name: messages.modes.other })).toBeChecked();

    fireEvent.change(field, { target: { value: '{"version": 1' } });
    expect(await screen.findByText(/This is not a JSON object/)).toBeInTheDocument();
    expect(onChange).not.toHaveBeenCalled();

    fireEvent.change(field, { target: { value: JSON.stringify({ ...later, groupBy: ['feature'] }) } });
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', ...later, groupBy: ['feature'] });
  });
});
