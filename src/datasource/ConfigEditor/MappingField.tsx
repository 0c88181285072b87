import { InlineField, TextArea } from '@grafana/ui';
import React, { useState } from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  value: Readonly<Record<string, string | undefined>> | undefined;
  rows?: number;
  disabled: boolean;
  onChange: (value: Record<string, string> | undefined) => void;
}

/** Edits a mapping with one `name: value` per line. An empty field removes the setting. */
export function MappingField({ id, label, tooltip, placeholder, value, rows = 8, disabled, onChange }: Props) {
  const [text, setText] = useState(linesOf(value ?? {}));
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <TextArea
        id={id}
        cols={40}
        rows={rows}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const mapping = mappingIn(event.currentTarget.value);
          onChange(Object.keys(mapping).length > 0 ? mapping : undefined);
        }}
      />
    </InlineField>
  );
}

const linesOf = (mapping: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(mapping)
    .map(([name, column]) => `${name}: ${column ?? ''}`)
    .join('\n');

/** Reads the lines, and ignores those without a name or a value. */
function mappingIn(text: string): Record<string, string> {
  const entries = text.split('\n').map((line): [string, string] => {
    const [name = '', ...column] = line.split(':');
    return [name.trim(), column.join(':').trim()];
  });
  return Object.fromEntries(entries.filter(([name, column]) => name !== '' && column !== ''));
}
