import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { expect, it, vi } from 'vitest';

import { choose } from '../../../tests/setup/editor.tsx';
import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIQuery } from '../types.ts';
import { valuesQuery } from '../values.ts';
import { messages } from './messages.ts';
import { VariableEditor } from './VariableEditor.tsx';

/** Monaco does not run in jsdom. */
vi.mock('../QueryEditor/SqlField.tsx', () => ({ SqlField: () => <textarea /> }));

function show(query: GenAIQuery) {
  const onChange = vi.fn<(query: GenAIQuery) => void>();
  render(
    <VariableEditor datasource={{} as GenAIDataSource} query={query} onChange={onChange} onRunQuery={() => undefined} />
  );
  return onChange;
}

const dimension: GenAIQuery = { ...valuesQuery('feature'), refId: 'v' };
const dimensionField = new RegExp(`^${messages.dimension}`);

it('offers the values of a dimension', async () => {
  const onChange = show(dimension);
  await choose(dimensionField, /^Team/);
  expect(onChange).toHaveBeenLastCalledWith({ ...valuesQuery('team'), refId: 'v' });
});

it('offers the values of an attribute', async () => {
  const onChange = show(dimension);
  await choose(dimensionField, 'Span attribute my.key', 'my.key');
  expect(onChange.mock.lastCall?.[0]).toMatchObject({ kind: 'values', dimension: 'attr:my.key' });
});

it('shows the dimension of a variable that an earlier version saved', () => {
  show({
    ...{ version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }], groupBy: ['team'] },
    ...{ filters: [], refId: 'v' },
  });
  expect(screen.getByRole('combobox', { name: dimensionField })).toHaveValue('Team');
});

it('offers what SQL answers', async () => {
  const onChange = show(dimension);
  await userEvent.click(screen.getByRole('radio', { name: messages.sql }));
  expect(onChange.mock.lastCall?.[0]).toMatchObject({ kind: 'sql', format: 'table', refId: 'v' });
});
