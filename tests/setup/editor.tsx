/** The query editor on a data source that answers without a backend. */
import { CoreApp } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { vi } from 'vitest';

import type { GenAIDataSource } from '../../src/datasource/datasource.ts';
import { QueryEditor } from '../../src/datasource/QueryEditor/QueryEditor.tsx';
import type { GenAIQuery } from '../../src/datasource/types.ts';
import type { SourceDescription } from '../../src/engine/source/description.ts';

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
  layout: { id: 'otel-map', title: 'OpenTelemetry Collector, Map attributes' },
  traces: { path: ['otel', 'otel_traces'], columns },
  logs: null,
  gauges: null,
  others: {},
};

interface Given {
  app?: CoreApp;
  jsonData?: Record<string, unknown>;
  source?: () => Promise<SourceDescription>;
}

export function showEditor(
  initial: GenAIQuery,
  { app = CoreApp.PanelEditor, jsonData = {}, source = () => Promise.resolve(described) }: Given = {}
) {
  const onChange = vi.fn<(query: GenAIQuery) => void>();
  const onRunQuery = vi.fn();
  const datasource = {
    hostSettings: { url: '', database: 'otel', user: '', jsonData },
    source,
    census: () => source().then((found) => ({ source: found, census: null })),
    applyTemplateVariables: (query: GenAIQuery) => query,
  } as unknown as GenAIDataSource;
  function Host() {
    const [query, setQuery] = useState(initial);
    const change = (next: GenAIQuery) => {
      onChange(next);
      setQuery(next);
    };
    return <QueryEditor app={app} datasource={datasource} query={query} onChange={change} onRunQuery={onRunQuery} />;
  }
  render(<Host />);
  return { onChange, onRunQuery };
}

/** Opens the menu of the field with the label, types if there is something to type, and takes the option. */
export async function choose(label: RegExp | string, option: RegExp | string, typed?: string): Promise<void> {
  const field = screen.getByRole('combobox', { name: label });
  await userEvent.click(field);
  if (typed !== undefined) {
    await userEvent.type(field, typed);
  }
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

/** What the menu of the field offers. */
export async function optionsOf(label: RegExp | string): Promise<string[]> {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  const options = (await screen.findAllByRole('option')).map((option) => option.textContent ?? '');
  await userEvent.keyboard('{Escape}');
  return options;
}
