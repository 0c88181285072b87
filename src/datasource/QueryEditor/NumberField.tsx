import { EditorField } from '@grafana/plugin-ui';
import { Input } from '@grafana/ui';
import React, { useState } from 'react';

import { messages } from './messages.ts';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  min: number;
  max: number;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** A whole number or nothing. It is taken over when the field is left, or with Enter. */
export function NumberField({ id, label, tooltip, min, max, value, onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    setTyped(undefined);
    const next = typed === undefined ? value : parse(typed, min, max);
    if (next !== value) {
      onChange(next);
    }
  };
  return (
    <EditorField label={label} tooltip={tooltip} htmlFor={id} optional>
      <Input
        id={id}
        type="number"
        width={12}
        min={min}
        max={max}
        placeholder={messages.automatic}
        value={typed ?? value ?? ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </EditorField>
  );
}

function parse(text: string, min: number, max: number): number | undefined {
  const number = Math.round(Number(text));
  return text.trim() === '' || Number.isNaN(number) ? undefined : Math.min(max, Math.max(min, number));
}
