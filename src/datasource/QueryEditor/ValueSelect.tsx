import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { useValues, type Offered } from './useValues.ts';

interface Common {
  id: string;
  placeholder: string;
  of: Offered;
}

/** Chooses a value of a dimension, or a text such as a variable's name. */
export function ValueSelect({
  value,
  of,
  onChange,
  ...props
}: Common & { value: string | undefined; onChange: (value: string | undefined) => void }) {
  return (
    <Combobox
      {...props}
      width={24}
      createCustomValue
      isClearable
      options={useValues(of)}
      value={value || null}
      onChange={(chosen) => onChange(chosen?.value)}
    />
  );
}

/** Chooses several values. */
export function ValuesSelect({
  values,
  of,
  onChange,
  ...props
}: Common & { values: readonly string[]; onChange: (values: string[]) => void }) {
  return (
    <MultiCombobox
      {...props}
      width="auto"
      minWidth={24}
      maxWidth={60}
      createCustomValue
      options={useValues(of)}
      value={values.map((value) => ({ value, label: value }))}
      onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
    />
  );
}
