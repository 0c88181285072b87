import { EditorField } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIMeasureQuery } from '../types.ts';
import { inWords, secondsOf } from './duration.ts';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';

interface Props {
  query: GenAIMeasureQuery;
  onChange: (query: GenAIMeasureQuery) => void;
}

const day = 86400;
const option = (seconds: number) => ({ value: String(seconds), label: messages.before(inWords(seconds)) });
const presets = [day, 7 * day, 28 * day].map(option);

/** Edits the baseline; hidden if no measure is compared. */
export function Baseline({ query, onChange }: Props) {
  const { baseline } = query;
  if (!baseline) {
    return <></>;
  }
  const { offset, periods } = baseline;
  const choose = (chosen: string) => {
    const seconds = secondsOf(chosen);
    if (seconds !== undefined) {
      onChange({ ...query, baseline: { ...baseline, offset: seconds } });
    }
  };
  const id = `${query.refId}-baseline`;
  return (
    <>
      <EditorField label={messages.baseline} tooltip={messages.baselineTooltip} htmlFor={id}>
        <Combobox
          id={id}
          width={24}
          createCustomValue
          customValueDescription={messages.baselineCustom}
          options={presets}
          value={option(offset)}
          onChange={({ value }) => choose(value)}
        />
      </EditorField>
      <NumberField
        id={`${id}-periods`}
        label={messages.periods}
        tooltip={messages.periodsTooltip}
        placeholder="1"
        min={1}
        max={14}
        value={periods}
        onChange={(count) =>
          onChange({ ...query, baseline: count === undefined ? { offset } : { offset, periods: count } })
        }
      />
    </>
  );
}
