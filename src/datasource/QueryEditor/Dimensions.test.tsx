import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { choose, showEditor } from '../../../tests/setup/editor.tsx';
import { defaultSpans, defaultQuery } from '../defaults.ts';
import type { GenAISpansQuery, GenAIMeasureQuery } from '../types.ts';
import { messages as shared } from '../../components/messages.ts';
import { messages } from './messages.ts';

const measures: GenAIMeasureQuery = { ...defaultQuery(), refId: 'A', groupBy: [] };
const calls: GenAISpansQuery = { ...defaultSpans(), refId: 'A' };

describe('attributes', () => {
  it('group by the key that was typed', async () => {
    const { onChange } = showEditor(measures);
    await choose(new RegExp(`^${messages.groupBy}`), shared.spanAttribute('my.key'), 'my.key');
    expect(onChange).toHaveBeenLastCalledWith({ ...measures, groupBy: ['attr:my.key'] });
    expect(screen.getAllByText(shared.spanAttribute('my.key'))).not.toHaveLength(0);
  });

  it('filter by the key that was typed', async () => {
    const { onChange } = showEditor({
      ...measures,
      filters: [{ dimension: 'feature', operator: 'in', values: ['a'] }],
    });
    await choose(messages.dimension, shared.resourceAttribute('k8s.pod'), 'k8s.pod');
    expect(onChange).toHaveBeenLastCalledWith({
      ...measures,
      filters: [{ dimension: 'resource:k8s.pod', operator: 'in', values: [] }],
    });
  });
});

describe('calls', () => {
  it('show columns and dimensions', async () => {
    const { onChange } = showEditor(calls);
    await choose(new RegExp(`^${messages.columns}`), /^Context used/);
    expect(onChange).toHaveBeenLastCalledWith({ ...calls, columns: [...calls.columns, 'context_used'] });
    await choose(new RegExp(`^${messages.callDimensions}`), shared.spanAttribute('my.key'), 'my.key');
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ groupBy: ['feature', 'model', 'attr:my.key'] });
  });

  it('are ordered, limited and filtered', async () => {
    const { onChange, onRunQuery } = showEditor(calls);
    await choose(new RegExp(`^${messages.orderBy}`), 'Cost');
    expect(onChange).toHaveBeenLastCalledWith({ ...calls, orderBy: 'cost' });

    const limit = screen.getByLabelText(new RegExp(`^${messages.limit}`));
    await userEvent.clear(limit);
    await userEvent.type(limit, '5000{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ ...calls, orderBy: 'cost', limit: 1000 });

    await userEvent.click(screen.getByRole('button', { name: messages.addFilter }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ filters: [{ dimension: 'feature' }] });
    expect(onRunQuery).toHaveBeenCalledTimes(3);
  });

  it('have neither format nor step, and the SQL that the engine makes', async () => {
    showEditor(calls);
    await userEvent.click(screen.getByText(messages.options));
    expect(screen.queryByLabelText(new RegExp(`^${messages.step.slice(0, 4)}`))).not.toBeInTheDocument();
    expect(screen.queryByLabelText(new RegExp(messages.format))).not.toBeInTheDocument();
    await userEvent.click(screen.getByText(messages.generatedSql));
    expect(await screen.findByText(/SELECT[\s\S]*LIMIT 100/)).toBeInTheDocument();
  });
});
