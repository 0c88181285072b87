import type { MonacoEditor } from '@grafana/ui';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useEffect } from 'react';
import { of } from 'rxjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Queried } from '../types.ts';
import { messages } from './sql/messages.ts';
import { SqlField } from './SqlField.tsx';

type Provider = {
  provideCompletionItems: (model: unknown, position: number) => Promise<{ suggestions: { label: string }[] }>;
};
interface Action {
  id: string;
  keybindings: number[];
  run: () => void;
}

/** As much of Monaco as is used, which does not run in jsdom: a model is a text, and a position an offset. */
class FakeMonaco {
  text = '';
  options = {};
  actions: Action[] = [];
  providers: Provider[] = [];
  markers: { message: string; startColumn: number; endColumn: number }[] = [];
  private changed: () => void = () => undefined;

  readonly model = {
    getValue: () => this.text,
    getOffsetAt: (position: number) => position,
    getPositionAt: (offset: number) => ({ lineNumber: 1, column: offset + 1 }),
    getFullModelRange: () => 'all',
  };
  readonly editor = {
    getModel: () => this.model,
    getValue: () => this.text,
    executeEdits: (_: string, [edit]: { text: string }[]) => this.type(edit?.text ?? ''),
    pushUndoStop: () => true,
    addAction: (action: Action) => this.kept(this.actions, action),
    onDidChangeModelContent: (changed: () => void) => {
      this.changed = changed;
      return { dispose: () => undefined };
    },
  };
  readonly monaco = {
    KeyMod: { CtrlCmd: 2048, Shift: 1024, Alt: 512 },
    KeyCode: { Enter: 3, KeyF: 36 },
    MarkerSeverity: { Error: 8 },
    editor: { setModelMarkers: (_: unknown, __: string, markers: never[]) => (this.markers = markers) },
    languages: {
      CompletionItemKind: {},
      CompletionItemInsertTextRule: { InsertAsSnippet: 4 },
      registerCompletionItemProvider: (_: string, provider: Provider) => this.kept(this.providers, provider),
    },
  };

  type(text: string) {
    this.text = text;
    this.changed();
  }

  private kept<Item>(items: Item[], item: Item) {
    items.push(item);
    return { dispose: () => items.splice(items.indexOf(item), 1) };
  }
}

let fake: FakeMonaco;
beforeEach(() => {
  fake = new FakeMonaco();
});

vi.mock('@grafana/ui', async (original) => ({
  ...(await original<object>()),
  CodeEditor: ({ value, onBlur, onEditorDidMount, monacoOptions }: { value: string; onBlur: (text: string) => void; onEditorDidMount: (editor: MonacoEditor, monaco: unknown) => void; monacoOptions: object }) => {
    useEffect(() => {
      fake.text = value;
      fake.options = monacoOptions;
      onEditorDidMount(fake.editor as unknown as MonacoEditor, fake.monaco);
      // eslint-disable-next-line react-hooks/exhaustive-deps
    }, []);
    return <textarea onBlur={() => onBlur(fake.text)} />;
  },
})); // prettier-ignore

function show(sql: string, failure?: string) {
  const onChange = vi.fn<(sql: string) => void>();
  const source = {
    database: 'otel',
    layout: { id: 'otel-map', title: '' },
    traces: { path: ['otel', 'otel_traces'], columns: { SpanAttributes: 'Map(String, String)' } },
    logs: null,
    gauges: null,
    others: {},
  };
  const datasource = {
    source: vi.fn(() => Promise.resolve(source)),
    query: vi.fn(() => of({ data: [{ fields: [{ name: 'value', type: 'string', values: ['app.plan'] }] }] })),
  };
  const field = (why?: string) => (
    <SqlField sql={sql} datasource={datasource as unknown as Queried} failure={why} onChange={onChange} />
  );
  const { rerender, unmount } = render(field(failure));
  return { onChange, datasource, unmount, fails: (why?: string) => rerender(field(why)) };
}

const suggested = async () =>
  (await fake.providers[0]?.provideCompletionItems(fake.model, fake.text.length))?.suggestions.map(
    ({ label }) => label
  );

describe('the field of SQL', () => {
  it('runs with a key, although nothing was changed', () => {
    const { onChange } = show('SELECT 1');
    const run = fake.actions.find(({ id }) => id === 'genai.run');
    expect(run?.keybindings).toEqual([2048 | 3]);
    run?.run();
    expect(onChange.mock.calls).toEqual([['SELECT 1']]);
    fake.type('SELECT 2');
    run?.run();
    expect(onChange).toHaveBeenLastCalledWith('SELECT 2');
  });

  it('runs by its button once', async () => {
    const { onChange } = show('SELECT 1');
    await userEvent.click(screen.getByRole('textbox'));
    fake.type('SELECT 2');
    await userEvent.click(screen.getByRole('button', { name: messages.run }));
    expect(onChange.mock.calls).toEqual([['SELECT 2']]);
  });

  it('commits changes when it is left', async () => {
    const { onChange } = show('SELECT 1');
    await userEvent.click(screen.getByRole('textbox'));
    await userEvent.tab();
    expect(onChange).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('textbox'));
    fake.type('SELECT 2');
    await userEvent.tab();
    expect(onChange.mock.calls).toEqual([['SELECT 2']]);
  });

  it('formats, or says that it cannot', async () => {
    const { onChange } = show('SELECT a FROM $__table');
    await userEvent.click(screen.getByRole('button', { name: messages.format }));
    expect(onChange).toHaveBeenLastCalledWith('SELECT\n  a\nFROM\n  $__table');
    fake.type('SELECT (');
    await userEvent.click(screen.getByRole('button', { name: messages.format }));
    expect(fake.text).toBe('SELECT (');
    expect(screen.getByText(messages.notFormatted)).toBeInTheDocument();
  });

  it('suggests what the data source has, and asks for keys where they are written', async () => {
    const { datasource } = show('SELECT ');
    expect(await suggested()).toContain('SpanAttributes');
    expect(datasource.query).not.toHaveBeenCalled();
    // Monaco asks for suggestions in strings only if it is told to.
    expect(fake.options).toMatchObject({ quickSuggestions: { strings: true } });
    fake.type("SELECT SpanAttributes['");
    expect(await suggested()).toEqual(['app.plan']);
    expect(await suggested()).toEqual(['app.plan']);
    expect(datasource.query).toHaveBeenCalledTimes(1);
    expect(await fake.providers[0]?.provideCompletionItems('another editor', 0)).toEqual({ suggestions: [] });
  });

  it('marks what failed until it is changed', async () => {
    const message = 'Unknown expression identifier `foo` in scope';
    const { fails } = show('SELECT foo', message);
    await waitFor(() => expect(fake.markers).toMatchObject([{ message, startColumn: 8, endColumn: 11 }]));
    fake.type('SELECT fo');
    expect(fake.markers).toEqual([]);
    fake.text = 'SELECT foo';
    fails('Unknown expression identifier `foo` here');
    expect(fake.markers).toHaveLength(1);
    fails();
    expect(fake.markers).toEqual([]);
  });

  it('leaves nothing behind', () => {
    const { unmount } = show('SELECT 1');
    unmount();
    expect([...fake.providers, ...fake.actions]).toEqual([]);
  });
});
