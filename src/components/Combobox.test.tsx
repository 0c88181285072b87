import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { describe, expect, it } from 'vitest';

import { Combobox } from './Combobox.tsx';

const found = () => [
  { value: 'cost', label: 'Cost' },
  { value: 'errors', label: 'Errors' },
];

describe('what is typed stays while the page renders anew', () => {
  it.each([
    ['an option of its own', { options: found, value: { value: 'cost', label: 'Cost' } }],
    ['options made anew', { options: found, value: 'cost' }],
    ['a search', { options: () => () => Promise.resolve(found()), value: { value: 'cost', label: 'Cost' } }],
  ])('with %s', async (_, { options, value }) => {
    const search = options();
    const menu = () => (
      <Combobox
        aria-label="Measure"
        options={typeof search === 'function' ? search : found()}
        value={typeof value === 'string' ? value : { ...value }}
        onChange={() => undefined}
      />
    );
    const { rerender } = render(menu());
    const field = screen.getByRole('combobox');
    await userEvent.click(field);
    await userEvent.keyboard('err');
    rerender(menu());
    await userEvent.keyboard('ors');
    expect(field).toHaveValue('errors');
  });
});
