import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { describe, expect, it } from 'vitest';

import { ConfigEditor } from './ConfigEditor.tsx';
import type { Props } from './props.ts';

type Options = Props['options'];

function show(changes: Partial<Options> = {}): { latest: () => Options } {
  let latest = { url: '', jsonData: {}, secureJsonFields: {}, readOnly: false, ...changes } as Options;
  function Host() {
    const [options, setOptions] = useState(latest);
    const change = (next: Options) => {
      latest = next;
      setOptions(next);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  return { latest: () => latest };
}

describe('ConfigEditor', () => {
  it('takes the URL', async () => {
    const { latest } = show();
    await userEvent.type(screen.getByLabelText('Data source connection URL'), 'http://localhost:8123');
    expect(latest().url).toBe('http://localhost:8123');
  });

  it('keeps the password among the secrets, and resets it', async () => {
    const { latest } = show({ secureJsonFields: { password: true } });
    await userEvent.click(screen.getByRole('button', { name: /reset/i }));
    expect(latest()).toMatchObject({ secureJsonFields: { password: false }, secureJsonData: { password: '' } });

    await userEvent.type(screen.getByLabelText(/^Password/), 'secret');
    expect(latest().secureJsonData).toEqual({ password: 'secret' });
    expect(JSON.stringify(latest().jsonData)).not.toContain('secret');
  });

  it('stores tables, and removes a setting that was emptied', async () => {
    const { latest } = show();
    await userEvent.type(screen.getByLabelText(/^Traces table/), 't');
    expect(latest().jsonData).toEqual({ tracesTable: 't' });
    await userEvent.clear(screen.getByLabelText(/^Traces table/));
    expect(latest().jsonData).toEqual({});
  });

  it('disables every field of a provisioned data source', () => {
    show({ readOnly: true });
    for (const field of screen.getAllByRole('textbox')) {
      expect(field).toBeDisabled();
    }
  });
});
