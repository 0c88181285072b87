import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { Format, MeasureRef, Presentation } from '../../engine/query/model.ts';
import { presentationsOf } from './measureRef.ts';
import { messages } from './messages.ts';

interface Props {
  id: string;
  measure: MeasureRef;
  format: Format;
  onChange: (as: Presentation | undefined) => void;
}

/** Chooses how to show a measure; hidden if it can only be shown as its value. */
export function PresentationSelect({ id, measure, format, onChange }: Props) {
  const choices = presentationsOf(measure, format);
  if (choices.length === 0) {
    return <></>;
  }
  return (
    <>
      <HiddenLabel id={`${id}-label`}>{messages.showAs}</HiddenLabel>
      <Combobox
        id={id}
        aria-labelledby={`${id}-label`}
        width={18}
        options={(['value', ...choices] as const).map((value) => ({
          value,
          label: messages.presentations[value],
          description: messages.presentationsDescription[value],
        }))}
        value={measure.as ?? 'value'}
        onChange={({ value }) => onChange(value === 'value' ? undefined : value)}
      />
    </>
  );
}
