import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { choose, showEditor } from '../../../tests/setup/editor.tsx';
import { defaultOf, defaultSpans, isComplete } from '../defaults.ts';
import type { GenAIQuery, GenAISpansQuery } from '../types.ts';
import { messages } from './messages.ts';

const spans: GenAISpansQuery = { ...defaultSpans(), refId: 'A' };

describe('conditions on spans', () => {
  it('are added, written and removed', async () => {
    const { onChange } = showEditor(spans);
    await userEvent.click(screen.getByRole('button', { name: messages.addCondition }));
    const number = screen.getByLabelText(messages.conditionValue);
    await userEvent.clear(number);
    await userEvent.type(number, '2.5{enter}');
    expect(onChange).toHaveBeenLastCalledWith({
      ...spans,
      conditions: [{ on: 'column', column: 'duration', operator: '>', value: 2.5 }],
    });
    await userEvent.click(screen.getByRole('button', { name: messages.removeCondition }));
    expect(onChange).toHaveBeenLastCalledWith(spans);
  });

  it('on an attribute run once they have a key', async () => {
    const { onChange, onRunQuery } = showEditor(spans);
    await userEvent.click(screen.getByRole('button', { name: messages.addCondition }));
    const runs = onRunQuery.mock.calls.length;
    await choose(messages.conditionSubject, 'Span attribute', 'Span attr');
    expect(onRunQuery).toHaveBeenCalledTimes(runs);
    await userEvent.type(screen.getByLabelText(messages.conditionKey), 'app.plan{enter}');
    expect(onChange).toHaveBeenLastCalledWith({
      ...spans,
      conditions: [{ on: 'attribute', key: 'app.plan', operator: '=', value: '' }],
    });
    expect(onRunQuery).toHaveBeenCalledTimes(runs + 1);
  });

  it.each<[string, GenAISpansQuery['conditions'], boolean]>([
    ['an error without a text', [{ on: 'error', operator: 'contains', value: '' }], false],
    ['a key that is there', [{ on: 'resource', key: 'k', operator: 'exists' }], true],
    ['failed', [{ on: 'failed' }], true],
    ['an expression that is missing', [{ on: 'attribute', key: 'k', operator: 'matches' }], false],
  ])('judges %s', (_, conditions, expected) => {
    expect(isComplete({ ...spans, conditions })).toBe(expected);
  });
});

describe('forms', () => {
  it('of events choose what is shown', async () => {
    const events = { ...defaultOf('events'), refId: 'A' } as GenAIQuery;
    const { onChange } = showEditor(events);
    await choose('Events', messages.eventKinds.error_bursts);
    expect(onChange).toHaveBeenLastCalledWith({ ...events, events: ['prompt_deployments', 'error_bursts'] });
  });

  it('of values choose what is listed', async () => {
    const values = { ...defaultOf('values'), refId: 'A' } as GenAIQuery;
    const { onChange } = showEditor(values);
    await choose('Values of', messages.valuesOf.attribute_key);
    const { dimension: _, ...others } = values as GenAIQuery & { dimension: string };
    expect(onChange).toHaveBeenLastCalledWith({ ...others, of: 'attribute_key' });
    expect(within(screen.getByRole('radiogroup')).getByRole('radio', { name: messages.modes.lists })).toBeChecked();
  });
});
