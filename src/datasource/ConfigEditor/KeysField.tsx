import { InlineField, MultiCombobox } from '@grafana/ui';
import React, { useCallback } from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  value: readonly string[] | undefined;
  disabled: boolean;
  /** The keys that spans have; others can be typed. */
  offered: () => Promise<string[]>;
  onChange: (value: string[] | undefined) => void;
}

/** Chooses attribute keys, in their order. Without any the default applies, which the placeholder shows. */
export function KeysField({ id, label, tooltip, placeholder, value = [], disabled, offered, onChange }: Props) {
  const options = useCallback(
    async (typed: string) =>
      (await offered())
        .filter((key) => key.toLowerCase().includes(typed.toLowerCase()))
        .map((key) => ({ value: key, label: key })),
    [offered]
  );
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <MultiCombobox
        id={id}
        width="auto"
        minWidth={40}
        maxWidth={80}
        createCustomValue
        disabled={disabled}
        placeholder={placeholder}
        options={options}
        value={value.map((key) => ({ value: key, label: key }))}
        onChange={(chosen) => onChange(chosen.length > 0 ? chosen.map(({ value: key }) => key) : undefined)}
      />
    </InlineField>
  );
}
