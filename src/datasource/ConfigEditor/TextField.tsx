import { InlineField, Input } from '@grafana/ui';
import React from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  value: string | undefined;
  disabled: boolean;
  onChange: (value: string | undefined) => void;
}

/** Edits a text. An empty field removes the setting, so that the default applies, which the placeholder shows. */
export function TextField({ id, label, tooltip, placeholder, value, disabled, onChange }: Props) {
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <Input
        id={id}
        width={40}
        placeholder={placeholder}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </InlineField>
  );
}
