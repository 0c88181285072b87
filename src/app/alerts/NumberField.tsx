import { Field, Input } from '@grafana/ui';
import React, { useState } from 'react';

import type { Bound } from '../../engine/alerts/rule.ts';
import { formatNumber } from './format.ts';
import { messages } from './messages.ts';
import { meant, shown, typedIn } from './units.ts';

interface Props {
  /** The chosen number. */
  bound: Bound;
  shipped: number;
  onChange: (number: number) => void;
}

/** Edits a number of the condition, with its meaning. A number out of bounds is passed on as well, and marked as invalid. */
export function NumberField({ bound, shipped, onChange }: Props) {
  const { id, title, unit, number, min, max, means, is } = bound;
  const typing = typedIn(unit);
  const [typed, setTyped] = useState<string>();
  const at = (value: number) => formatNumber(value, unit);
  return (
    <Field
      noMargin
      label={`${title} (${is})`}
      description={`${sentence(means)} ${messages.bounds(at(min), at(max))}${
        number === shipped ? '' : ` ${messages.asShipped(at(shipped))}`
      }`}
      invalid={!(number >= min && number <= max)}
      error={messages.outOfBounds(at(min), at(max))}
    >
      <Input
        id={`number-${id}`}
        type="number"
        step="any"
        width={20}
        prefix={typing.prefix}
        suffix={typing.suffix}
        value={typed ?? shown(number, typing)}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          if (value.trim() !== '' && Number.isFinite(Number(value))) {
            onChange(meant(Number(value), typing));
          }
        }}
        onBlur={() => setTyped(undefined)}
      />
    </Field>
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
