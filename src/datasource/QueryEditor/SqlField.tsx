import type { TimeRange } from '@grafana/data';
import { Button, CodeEditor, Stack, Text, type MonacoEditor } from '@grafana/ui';
import React, { useEffect, useRef, useState, type ComponentProps } from 'react';

import type { Queried } from '../types.ts';
import { equip, language, type Equipment } from './sql/equip.ts';
import { formatted } from './sql/format.ts';
import { messages } from './sql/messages.ts';
import { useNamed } from './sql/useNamed.ts';

interface Props {
  sql: string;
  datasource: Queried;
  range?: TimeRange | undefined;
  /** Why the SQL failed: what it is about is marked. */
  failure?: string | undefined;
  /** Called with the SQL when the editor loses focus with changes, and whenever it is to run. */
  onChange: (sql: string) => void;
}

/** Keys of attributes are strings, in which Monaco suggests nothing by itself; words of the text are no suggestions. */
const options: ComponentProps<typeof CodeEditor>['monacoOptions'] = {
  ariaLabel: messages.sql,
  scrollBeyondLastLine: false,
  wordBasedSuggestions: false,
  quickSuggestions: { other: true, strings: true, comments: false },
};

/** Edits SQL with suggestions, marks and formatting. */
export function SqlField({ sql, datasource, range, failure, onChange }: Props) {
  const [equipped, setEquipped] = useState<{ editor: MonacoEditor; equipment: Equipment }>();
  const [isFormatted, setIsFormatted] = useState(true);
  const named = useNamed(datasource, range);
  /** The editor is equipped once, and calls what is current. */
  const current = useRef({ sql, named, onChange });
  useEffect(() => {
    current.current = { sql, named, onChange };
  });

  useEffect(() => () => equipped?.equipment.dispose(), [equipped]);
  useEffect(() => equipped?.equipment.mark(failure), [equipped, failure]);

  const commit = (next: string) => next !== current.current.sql && current.current.onChange(next);
  const run = (editor: MonacoEditor) => current.current.onChange(editor.getValue());
  const format = (editor: MonacoEditor) => {
    const next = formatted(editor.getValue());
    setIsFormatted(next !== undefined);
    const model = editor.getModel();
    if (next !== undefined && next !== editor.getValue() && model) {
      // An edit, not a new value, so that it can be undone.
      editor.executeEdits('genai', [{ range: model.getFullModelRange(), text: next }]);
      editor.pushUndoStop();
      current.current.onChange(next);
    }
  };

  // The editor keeps its focus, because it commits its SQL when it loses it.
  const keepFocus = (event: React.MouseEvent) => event.preventDefault();

  return (
    <Stack direction="column" gap={1}>
      <CodeEditor
        language={language}
        height={200}
        showMiniMap={false}
        showLineNumbers
        value={sql}
        monacoOptions={options}
        onBlur={commit}
        onEditorDidMount={(editor, monaco) => {
          const own = {
            named: (wantsKeys: boolean) => current.current.named(wantsKeys),
            run: () => run(editor),
            format: () => format(editor),
          };
          setEquipped({ editor, equipment: equip(editor, monaco, own) });
        }}
      />
      <Stack alignItems="center" wrap="wrap">
        <Button
          size="sm"
          variant="secondary"
          icon="play"
          tooltip={messages.runTooltip}
          onMouseDown={keepFocus}
          onClick={() => equipped && run(equipped.editor)}
        >
          {messages.run}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          icon="brackets-curly"
          tooltip={messages.formatTooltip}
          onMouseDown={keepFocus}
          onClick={() => equipped && format(equipped.editor)}
        >
          {messages.format}
        </Button>
        <Text variant="bodySmall">{isFormatted ? messages.hint : messages.notFormatted}</Text>
      </Stack>
    </Stack>
  );
}
