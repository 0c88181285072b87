import { CodeEditor } from '@grafana/ui';
import React from 'react';

interface Props {
  label: string;
  text: string;
  disabled?: boolean;
  onChange: (text: string) => void;
}

/** Edits JSON with syntax colours. */
export function JsonField({ label, text, disabled = false, onChange }: Props) {
  return (
    <CodeEditor
      language="json"
      height={200}
      showMiniMap={false}
      showLineNumbers={false}
      value={text}
      readOnly={disabled}
      monacoOptions={{ ariaLabel: label, scrollBeyondLastLine: false }}
      onChange={onChange}
      onBlur={onChange}
    />
  );
}
