import { Field, Input } from '@grafana/ui';
import React, { useState } from 'react';

import { parseDuration, printDuration } from '../../engine/alerts/duration.ts';
import { messages } from './messages.ts';

interface Props {
  id: string;
  label: string;
  description: string;
  seconds: number;
  shipped: number;
  onChange: (seconds: number) => void;
}

const isDuration = (text: string): boolean => /^(\d+[smhdw])+$/.test(text.trim());

export function DurationField({ id, label, description, seconds, shipped, onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  return (
    <Field
      noMargin
      label={label}
      description={`${description}${seconds === shipped ? '' : ` ${messages.asShipped(printDuration(shipped))}`}`}
      invalid={typed !== undefined && !isDuration(typed)}
      error={messages.noDuration}
    >
      <Input
        id={id}
        width={20}
        value={typed ?? printDuration(seconds)}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          if (isDuration(value)) {
            onChange(parseDuration(value.trim()));
          }
        }}
        onBlur={() => setTyped(undefined)}
      />
    </Field>
  );
}
