import { InlineField, Input } from '@grafana/ui';
import React from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  suffix?: string;
  min: number;
  value: number | undefined;
  disabled: boolean;
  onChange: (value: number | undefined) => void;
}

/** Edits a whole number. An empty field removes the setting, so that the default applies. */
export function NumberField({ id, label, tooltip, placeholder, suffix, min, value, disabled, onChange }: Props) {
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <Input
        id={id}
        type="number"
        width={40}
        min={min}
        step={1}
        suffix={suffix}
        placeholder={placeholder}
        value={value ?? ''}
        onChange={(event) => onChange(parse(event.currentTarget.value, min))}
      />
    </InlineField>
  );
}

function parse(text: string, min: number): number | undefined {
  const number = Math.trunc(Number(text));
  return text === '' || Number.isNaN(number) ? undefined : Math.max(min, number);
}
