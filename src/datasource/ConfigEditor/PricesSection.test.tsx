import { fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';

import { messages } from './messages.ts';
import { PricesSection } from './PricesSection.tsx';
import type { Props } from './props.ts';

/** Monaco does not run in jsdom. */
vi.mock('../JsonField.tsx', () => ({
  JsonField: ({ label, text, disabled, onChange }: Record<string, unknown>) => (
    <textarea
      aria-label={String(label)}
      value={String(text)}
      disabled={disabled === true}
      onChange={(event) => (onChange as (text: string) => void)(event.currentTarget.value)}
    />
  ),
}));

function show(jsonData: Props['options']['jsonData'] = {}, readOnly = false) {
  const onChange = vi.fn<(jsonData: Props['options']['jsonData']) => void>();
  function Host() {
    const [options, setOptions] = useState({ jsonData, readOnly } as Props['options']);
    const change = (next: Props['options']) => {
      onChange(next.jsonData);
      setOptions(next);
    };
    return <PricesSection options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  fireEvent.click(screen.getByRole('button', { name: /prices/i }));
  const field = screen.getByLabelText(messages.pricesField);
  return { onChange, field, type: (value: string) => fireEvent.change(field, { target: { value } }) };
}

const overrides = [{ model: 'our-llama', input: 0.2, output: 0.6 }];

describe('prices', () => {
  it('are saved as they were written, and removed when emptied', () => {
    const { onChange, type } = show({ tracesTable: 't' });
    type(JSON.stringify({ overrides }));
    expect(onChange).toHaveBeenLastCalledWith({ tracesTable: 't', prices: { overrides } });
    type(' ');
    expect(onChange).toHaveBeenLastCalledWith({ tracesTable: 't' });
  });

  it.each([
    ['no JSON', '{"overrides": [', /this is not valid JSON/],
    [
      'a wrong price',
      '{"overrides": [{"model": "m", "input": -1, "output": 1}]}',
      /at overrides\.0\.input, the price must be/,
    ],
    ['a misspelled field', '{"overides": []}', /unknown field overides/],
    [
      'a misspelled price',
      '{"overrides": [{"model": "m", "input": 1, "output": 1, "cacheread": 1}]}',
      /unknown field overrides\.0\.cacheread/,
    ],
  ])('are not saved with %s', (_, text, problem) => {
    const { onChange, type } = show();
    type(text);
    expect(screen.getByText(problem)).toBeInTheDocument();
    expect(onChange).not.toHaveBeenCalled();
    type('{}');
    expect(screen.queryByText(problem)).not.toBeInTheDocument();
    expect(onChange).toHaveBeenLastCalledWith({ prices: {} });
  });

  it('of a provisioned data source are only shown', () => {
    const { field } = show({ prices: { overrides } }, true);
    expect(field).toBeDisabled();
    expect(JSON.parse((field as HTMLTextAreaElement).value)).toEqual({ overrides });
  });
});
