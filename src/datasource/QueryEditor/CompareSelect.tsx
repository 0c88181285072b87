import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { Comparison, Format, MeasureRef } from '../../engine/query/model.ts';
import { comparisonsOf } from './measureRef.ts';
import { messages } from './messages.ts';

interface Props {
  id: string;
  measure: MeasureRef;
  format: Format;
  onChange: (compare: Comparison | undefined) => void;
}

/** Chooses the comparison; hidden if the format has none. */
export function CompareSelect({ id, measure, format, onChange }: Props) {
  const choices = comparisonsOf(measure, format);
  if (choices.length === 0) {
    return <></>;
  }
  return (
    <>
      <HiddenLabel id={`${id}-label`}>{messages.compare}</HiddenLabel>
      <Combobox
        id={id}
        aria-labelledby={`${id}-label`}
        width={20}
        options={(['none', ...choices] as const).map((value) => ({
          value,
          label: messages.comparisons[value],
          description: messages.comparisonsDescription[value],
        }))}
        value={measure.compare ?? 'none'}
        onChange={({ value }) => onChange(value === 'none' ? undefined : value)}
      />
    </>
  );
}
