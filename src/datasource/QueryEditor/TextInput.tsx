import { Input } from '@grafana/ui';
import React, { useState } from 'react';

interface Props {
  id: string;
  /** The accessible name, if there is no visible label. */
  label?: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/** Edits a short text, which is applied when the field loses focus, or with Enter. */
export function TextInput({ id, label, placeholder, value, onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    setTyped(undefined);
    if (typed !== undefined && typed.trim() !== value) {
      onChange(typed.trim());
    }
  };
  return (
    <Input
      id={id}
      aria-label={label}
      width={24}
      placeholder={placeholder}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
