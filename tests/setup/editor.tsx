/** Shows the query editor with a data source that answers without a backend. */
import { CoreApp, toDataFrame, type DataQueryRequest } from '@grafana/data';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { of } from 'rxjs';
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
  /** The values of every dimension. */
  values?: string[];
  /** Answers queries in another way. */
  answer?: (request: DataQueryRequest<GenAIQuery>) => object;
}

export function showEditor(
  initial: GenAIQuery,
  {
    app = CoreApp.PanelEditor,
    jsonData = {},
    source = () => Promise.resolve(described),
    values = [],
    answer,
  }: Given = {}
) {
  const onChange = vi.fn<(query: GenAIQuery) => void>();
  const onRunQuery = vi.fn();
  const ask = vi.fn<(request: DataQueryRequest<GenAIQuery>) => unknown>((request) =>
    of(answer?.(request) ?? { data: [toDataFrame({ fields: [{ name: 'value', values }] })] })
  );
  const datasource = {
    hostSettings: { url: '', database: 'otel', user: '', jsonData },
    source,
    query: ask,
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
  return { onChange, onRunQuery, ask };
}

/** Menus wait before they load options, and a busy machine takes its time. */
const patience = { timeout: 15_000 };

/** Opens the menu of the field with the label, types the given text, and chooses the option. */
export async function choose(label: RegExp | string, option: RegExp | string, typed?: string): Promise<void> {
  const menu = await open(label);
  if (typed !== undefined) {
    await userEvent.keyboard(typed);
  }
  await userEvent.click(await waitFor(() => within(menu()).getByRole('option', { name: option }), patience));
}

/** Returns the options of the field's menu. */
export async function optionsOf(label: RegExp | string): Promise<string[]> {
  const menu = await open(label);
  const options = await waitFor(() => within(menu()).getAllByRole('option'), patience);
  const texts = options.map((option) => option.textContent ?? '');
  await userEvent.keyboard('{Escape}');
  return texts;
}

/** Opens the menu of a field. It is looked up each time, because it may be made anew when its options come. */
async function open(label: RegExp | string): Promise<() => HTMLElement> {
  const field = screen.getByLabelText(label, { selector: '[role=combobox]' });
  await userEvent.click(field);
  return () => document.getElementById(field.getAttribute('aria-controls') ?? '') as HTMLElement;
}
