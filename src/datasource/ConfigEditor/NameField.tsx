import { InlineField, type ComboboxOption } from '@grafana/ui';
import React, { useCallback } from 'react';

import { Combobox } from '../../components/Combobox.tsx';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  value: string | undefined;
  disabled: boolean;
  /** What there is to choose from; another name can be typed. */
  offered: () => Promise<Array<ComboboxOption<string>>>;
  onChange: (value: string | undefined) => void;
}

/** Chooses the name of something that exists. Without one the default applies, which the placeholder shows. */
export function NameField({ id, label, tooltip, placeholder, value, disabled, offered, onChange }: Props) {
  const options = useCallback(
    async (typed: string) =>
      (await offered()).filter(({ value: name }) => name.toLowerCase().includes(typed.toLowerCase())),
    [offered]
  );
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <Combobox
        id={id}
        width={40}
        createCustomValue
        isClearable
        disabled={disabled}
        placeholder={placeholder}
        options={options}
        value={value || null}
        onChange={(chosen) => onChange(chosen?.value || undefined)}
      />
    </InlineField>
  );
}
