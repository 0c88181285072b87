import { Input } from '@grafana/ui';
import React, { useState, type ReactNode } from 'react';

interface Props {
  id: string;
  /** The accessible name, if there is no visible label. */
  label?: string;
  width?: number;
  prefix?: ReactNode;
  placeholder: string;
  min?: number;
  max?: number;
  /** Whether to accept only whole numbers. */
  whole?: boolean;
  disabled?: boolean;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** Edits an optional number, which is applied when the field loses focus, or with Enter. */
export function NumberInput({
  id,
  label,
  width = 12,
  prefix,
  placeholder,
  min,
  max,
  whole,
  disabled,
  value,
  onChange,
}: Props) {
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    setTyped(undefined);
    const next = typed === undefined ? value : parse(typed, { min, max, whole });
    if (next !== value) {
      onChange(next);
    }
  };
  return (
    <Input
      id={id}
      aria-label={label}
      type="number"
      width={width}
      prefix={prefix}
      min={min}
      max={max}
      step={whole ? 1 : 'any'}
      placeholder={placeholder}
      disabled={disabled}
      value={typed ?? value ?? ''}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

interface Bounds {
  min: number | undefined;
  max: number | undefined;
  whole: boolean | undefined;
}

function parse(text: string, { min = -Infinity, max = Infinity, whole }: Bounds): number | undefined {
  const number = whole ? Math.round(Number(text)) : Number(text);
  return text.trim() === '' || Number.isNaN(number) ? undefined : Math.min(max, Math.max(min, number));
}
