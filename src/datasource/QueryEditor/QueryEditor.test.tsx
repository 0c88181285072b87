import { CoreApp } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';

import type { SourceDescription } from '../../engine/source/description.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { defaultQuery } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';
import { QueryEditor } from './QueryEditor.tsx';

/** Monaco does not run in jsdom. */
vi.mock('./SqlField.tsx', () => ({
  SqlField: ({ sql, onChange }: { sql: string; onChange: (sql: string) => void }) => (
    <textarea aria-label="SQL text" value={sql} onChange={(event) => onChange(event.currentTarget.value)} />
  ),
}));

const columns = {
  Timestamp: 'DateTime64(9)',
  TraceId: 'String',
  SpanId: 'String',
  ParentSpanId: 'String',
  SpanName: 'LowCardinality(String)',
  ServiceName: 'LowCardinality(String)',
  ScopeName: 'String',
  ResourceAttributes: 'Map(LowCardinality(String), String)',
  SpanAttributes: 'Map(LowCardinality(String), String)',
  Duration: 'UInt64',
  StatusCode: 'LowCardinality(String)',
  StatusMessage: 'String',
  'Events.Timestamp': 'Array(DateTime64(9))',
  'Events.Name': 'Array(LowCardinality(String))',
  'Events.Attributes': 'Array(Map(LowCardinality(String), String))',
};
const described: SourceDescription = {
  database: 'otel',
  traces: { path: ['otel', 'otel_traces'], columns },
  logs: null,
  gauges: null,
};

function show(initial: GenAIQuery, source: () => Promise<SourceDescription> = () => Promise.resolve(described)) {
  const onChange = vi.fn<(query: GenAIQuery) => void>();
  const onRunQuery = vi.fn();
  const datasource = {
    hostSettings: { url: '', database: 'otel', user: '', jsonData: {} },
    source,
    applyTemplateVariables: (query: GenAIQuery) => query,
  } as unknown as GenAIDataSource;
  function Host() {
    const [query, setQuery] = useState(initial);
    const change = (next: GenAIQuery) => {
      onChange(next);
      setQuery(next);
    };
    return (
      <QueryEditor
        app={CoreApp.PanelEditor}
        datasource={datasource}
        query={query}
        onChange={change}
        onRunQuery={onRunQuery}
      />
    );
  }
  render(<Host />);
  return { onChange, onRunQuery };
}

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
    expect(await screen.findByText(/would mix scores of different evaluations/)).toBeInTheDocument();
  });

  it('says why there is no preview', async () => {
    show(fresh, () => Promise.reject({ data: { message: 'Connection refused.' } }));
    expect(await screen.findByText(messages.sourceFailed('Connection refused.'))).toBeInTheDocument();
  });

  it('takes the number of top groups over when the field is left', async () => {
    const { onChange } = show(fresh);
    await userEvent.type(screen.getByLabelText(new RegExp(messages.top)), '5');
    await userEvent.tab();
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ ...fresh, top: { n: 5 } }));
  });

  it('switches to SQL and back without losing the query', async () => {
    const { onChange } = show(fresh);
    await userEvent.click(screen.getByRole('radio', { name: messages.sql }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ kind: 'sql', refId: 'A', format: 'timeseries' });
    await userEvent.click(screen.getByRole('radio', { name: messages.builder }));
    expect(onChange).toHaveBeenLastCalledWith(fresh);
  });
});
