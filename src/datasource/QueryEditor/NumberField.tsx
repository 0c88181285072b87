import { EditorField } from '@grafana/plugin-ui';
import React from 'react';

import { messages } from './messages.ts';
import { NumberInput } from '../../components/NumberInput.tsx';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder?: string;
  optional?: boolean;
  min: number;
  max: number;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** Edits an optional whole number, with a label. */
export function NumberField({
  id,
  label,
  tooltip,
  placeholder = messages.automatic,
  optional = true,
  ...input
}: Props) {
  return (
    <EditorField label={label} tooltip={tooltip} htmlFor={id} optional={optional}>
      <NumberInput id={id} placeholder={placeholder} whole {...input} />
    </EditorField>
  );
}
