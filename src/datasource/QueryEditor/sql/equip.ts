import type { Monaco, MonacoEditor, monacoTypes } from '@grafana/ui';

import { completionAt, wantsKeys, type Named, type Suggestion } from './completion.ts';
import { markOf } from './mark.ts';
import { messages } from './messages.ts';

export const language = 'sql';

/** What an editor does beyond editing. */
export interface Equipment {
  /** Marks what a message is about; none is marked without a message. */
  mark: (message: string | undefined) => void;
  dispose: () => void;
}

interface Needs {
  named: (wantsKeys: boolean) => Promise<Named>;
  run: () => void;
  format: () => void;
}

/** Gives an editor suggestions, marks, and keys to run and format its SQL. Other editors of the page are left alone. */
export function equip(editor: MonacoEditor, monaco: Monaco, { named, run, format }: Needs): Equipment {
  const { CtrlCmd, Shift, Alt } = monaco.KeyMod;
  const model = () => editor.getModel();
  const clear = () => {
    const own = model();
    return own && monaco.editor.setModelMarkers(own, owner, []);
  };
  const parts = [
    editor.addAction({ id: 'genai.run', label: messages.run, keybindings: [CtrlCmd | monaco.KeyCode.Enter], run }),
    editor.addAction({
      id: 'genai.format',
      label: messages.format,
      keybindings: [Shift | Alt | monaco.KeyCode.KeyF],
      run: format,
    }),
    monaco.languages.registerCompletionItemProvider(language, {
      triggerCharacters: ['$', "'", '[', '.'],
      provideCompletionItems: async (asked, position) => {
        if (asked !== model()) {
          return { suggestions: [] };
        }
        const sql = asked.getValue();
        const offset = asked.getOffsetAt(position);
        const known = await named(wantsKeys(sql.slice(0, offset)));
        const found = completionAt(sql, offset, known);
        if (!found) {
          return { suggestions: [] };
        }
        const range = rangeOf(asked, found.from, offset);
        return { suggestions: found.suggestions.map((one) => itemOf(monaco, one, range)) };
      },
    }),
    // What is written on may have mended it.
    editor.onDidChangeModelContent(clear),
  ];
  return {
    mark: (message) => {
      clear();
      const own = model();
      const mark = message !== undefined && own ? markOf(message, own.getValue()) : undefined;
      if (own && message !== undefined && mark) {
        const { MarkerSeverity } = monaco;
        monaco.editor.setModelMarkers(own, owner, [
          { ...rangeOf(own, mark.from, mark.to), message, severity: MarkerSeverity.Error },
        ]);
      }
    },
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

const owner = 'genai';

function rangeOf(model: monacoTypes.editor.ITextModel, from: number, to: number): monacoTypes.IRange {
  const [start, end] = [model.getPositionAt(from), model.getPositionAt(to)];
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
}

/** The kinds in the order in which they are suggested, with Monaco's name of their icon. */
const kinds = {
  key: 'Value',
  column: 'Field',
  table: 'Struct',
  macro: 'Snippet',
  function: 'Function',
  keyword: 'Keyword',
} as const satisfies Record<Suggestion['kind'], keyof Monaco['languages']['CompletionItemKind']>;

const order = Object.keys(kinds);

function itemOf(monaco: Monaco, one: Suggestion, range: monacoTypes.IRange): monacoTypes.languages.CompletionItem {
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  return {
    label: one.label,
    kind: CompletionItemKind[kinds[one.kind]],
    insertText: one.insert,
    range,
    sortText: `${order.indexOf(one.kind)}${one.label}`,
    ...(one.isSnippet ? { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.documentation === undefined ? {} : { documentation: one.documentation }),
    ...(one.next ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
  };
}
