import { InlineField, Input } from '@grafana/ui';
import React, { useState } from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  value: readonly string[] | undefined;
  disabled: boolean;
  onChange: (value: string[] | undefined) => void;
}

/** Edits a list of names, separated by commas. An empty field removes the setting, so that the default applies. */
export function ListField({ id, label, tooltip, placeholder, value, disabled, onChange }: Props) {
  // The typed text is kept, because a list cannot represent a comma at its end.
  const [text, setText] = useState((value ?? []).join(', '));
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <Input
        id={id}
        width={40}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const names = namesIn(event.currentTarget.value);
          onChange(names.length > 0 ? names : undefined);
        }}
      />
    </InlineField>
  );
}

export const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
