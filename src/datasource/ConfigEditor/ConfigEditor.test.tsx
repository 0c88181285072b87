import type { BackendSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';

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

const post = vi.fn((url: string) =>
  Promise.resolve(
    url.endsWith('/tables')
      ? {
          tables: [
            { database: 'otel', table: 'spans', role: 'traces', layout: 'Map' },
            { database: 'archive', table: 'logs', role: 'logs', layout: 'Map' },
          ],
        }
      : { census: { keys: ['app.squad'] } }
  )
);

vi.mock(import('@grafana/runtime'), async (original) => ({
  ...(await original()),
  getBackendSrv: () => ({ post }) as unknown as BackendSrv,
}));

/** Types a name that is not offered. */
async function choose(label: RegExp, name: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, name);
  await userEvent.click(await screen.findByRole('option', { name: new RegExp(`^${name}`) }));
}

async function pick(label: string, option: string) {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
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

  it('stores the names of tables that it was not offered', async () => {
    const { latest } = show();
    await choose(/^Traces table/, 't');
    expect(latest().jsonData).toEqual({ tracesTable: 't' });
    await choose(/^Prices table/, 'p');
    expect(latest().jsonData).toEqual({ tracesTable: 't', pricesTable: 'p' });
  });

  it('offers the tables and keys that the saved data source can read', async () => {
    const { latest } = show({ uid: 'saved', jsonData: { database: 'otel' } });
    await userEvent.click(screen.getByLabelText(/^Traces table/));
    await userEvent.click(await screen.findByRole('option', { name: /^spans/ }));
    expect(latest().jsonData).toEqual({ database: 'otel', tracesTable: 'spans' });
    await userEvent.click(screen.getByLabelText(/^Logs table/));
    await userEvent.click(await screen.findByRole('option', { name: /^archive\.logs/ }));
    expect(latest().jsonData).toMatchObject({ logsTable: 'archive.logs' });
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    await userEvent.click(screen.getByLabelText(/^Team/));
    await userEvent.click(await screen.findByRole('option', { name: 'app.squad' }));
    expect(latest().jsonData).toMatchObject({ tagKeys: { team: ['app.squad'] } });
  });

  it('lets a role read content, and nobody by default', async () => {
    const { latest } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Expand section Prompts and answers' }));
    await pick('Readable by', 'administrators');
    expect(latest().jsonData).toEqual({ content: { allow: true, minimumRole: 'Admin' } });
    await choose(/^No content/, 'app.query_type');
    await pick('Readable by', 'nobody');
    expect(latest().jsonData).toEqual({ content: { exempt: ['app.query_type'] } });
    await pick('SQL queries', 'switched off');
    expect(latest().jsonData).toMatchObject({ sql: 'off' });
  });

  it('takes the layout, and shows its own table and what it asks for', async () => {
    const { latest } = show();
    const layout = screen.getByLabelText('Layout');
    await userEvent.click(layout);
    await userEvent.click(await screen.findByRole('option', { name: 'Custom table' }));
    expect(latest().jsonData).toEqual({ layout: 'flat' });
    await userEvent.type(screen.getByLabelText(/^Columns/), 'time: ts{enter}requestModel: model');
    expect(latest().jsonData).toMatchObject({ columns: { time: 'ts', requestModel: 'model' } });

    await userEvent.click(screen.getByLabelText('Layout'));
    await userEvent.click(await screen.findByRole('option', { name: 'Langfuse' }));
    expect(screen.getByLabelText(/^Traces table/)).toHaveAttribute('placeholder', 'observations');
    expect(screen.queryByLabelText(/^Columns/)).not.toBeInTheDocument();
  });

  it('asks for the columns of a table of scores', async () => {
    const { latest } = show({ jsonData: { evaluationsTable: 'scores' } });
    await userEvent.type(screen.getByLabelText(/^Scores columns/), 'time: at{enter}name: metric');
    expect(latest().jsonData).toMatchObject({ evaluationColumns: { time: 'at', name: 'metric' } });
  });

  it('stores lists of names, and removes those that were emptied', async () => {
    const { latest } = show();
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    await choose(/^Team/, 'squad');
    await choose(/^Team/, 'org.unit');
    expect(latest().jsonData).toEqual({ tagKeys: { team: ['squad', 'org.unit'] } });
    await userEvent.click(screen.getByRole('button', { name: 'Remove squad' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove org.unit' }));
    await userEvent.type(screen.getByLabelText(/^Excluded environments/), 'test');
    expect(latest().jsonData).toEqual({ exclude: { environments: ['test'] } });
  });

  it('stores the values of attributes that are left out, beside the environments', async () => {
    const { latest } = show({ jsonData: { exclude: { environments: ['test'] } } });
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    const field = screen.getByLabelText(/^Excluded attributes/);
    await userEvent.type(field, 'app.traffic: synthetic, load-test{enter}user.id: 7,{enter}half');
    const attributes = { 'app.traffic': ['synthetic', 'load-test'], 'user.id': ['7'] };
    expect(latest().jsonData).toEqual({ exclude: { environments: ['test'], attributes } });

    await userEvent.clear(screen.getByLabelText(/^Excluded environments/));
    expect(latest().jsonData).toEqual({ exclude: { attributes } });
    await userEvent.clear(field);
    expect(latest().jsonData).toEqual({});
  });

  it('shows the attributes that a file leaves out', async () => {
    show({ jsonData: { exclude: { attributes: { 'app.traffic': ['synthetic', 'load-test'] } } } });
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    expect(screen.getByLabelText(/^Excluded attributes/)).toHaveValue('app.traffic: synthetic, load-test');
  });

  it('takes what input tokens hold', async () => {
    const { latest } = show();
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    await userEvent.click(screen.getByLabelText('Input tokens'));
    await userEvent.click(await screen.findByRole('option', { name: 'Cached tokens come on top' }));
    expect(latest().jsonData).toEqual({ inputTokens: 'excluded' });
  });

  it('takes how far a sampled span is believed, and whose thresholds count', async () => {
    const { latest } = show();
    await userEvent.click(screen.getByRole('button', { name: /tags and tokens/i }));
    await userEvent.type(screen.getByLabelText(/^Largest weight/), '500');
    expect(latest().jsonData).toEqual({ maxWeight: 500 });
    await userEvent.click(screen.getByLabelText('Sampling in tracestate'));
    await userEvent.click(await screen.findByRole('option', { name: 'Counted' }));
    expect(latest().jsonData).toEqual({ maxWeight: 500, traceStateWeights: true });
    await userEvent.click(screen.getByLabelText('Sampling in tracestate'));
    await userEvent.click(await screen.findByRole('option', { name: 'Ignored' }));
    expect(latest().jsonData).toEqual({ maxWeight: 500 });
  });

  it('takes how many rows a query may be expected to read', async () => {
    const { latest } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Expand section Limits' }));
    await userEvent.type(screen.getByLabelText(/^Rows estimated/), '5');
    expect(latest().jsonData).toEqual({ limits: { estimateRows: 5 } });
    await userEvent.clear(screen.getByLabelText(/^Rows estimated/));
    expect(latest().jsonData).toEqual({});
  });

  it('disables every field of a provisioned data source', () => {
    show({ readOnly: true });
    for (const field of screen.getAllByRole('textbox')) {
      expect(field).toBeDisabled();
    }
  });
});
