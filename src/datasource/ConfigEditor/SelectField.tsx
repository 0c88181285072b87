import { InlineField, type ComboboxOption } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  options: Array<ComboboxOption<string>>;
  /** The default; choosing it removes the setting. */
  otherwise: string;
  value: string | undefined;
  disabled: boolean;
  onChange: (value: string | undefined) => void;
}

export function SelectField({ id, label, tooltip, options, otherwise, value, disabled, onChange }: Props) {
  return (
    <InlineField label={label} labelWidth={24} tooltip={tooltip} htmlFor={id} disabled={disabled}>
      <Combobox
        id={id}

        width={40}
        disabled={disabled}
        options={options}
        value={value ?? otherwise}
        onChange={(chosen) => onChange(chosen.value === otherwise ? undefined : chosen.value)}
      />
    </InlineField>
  );
}
