import type { TimeRange } from '@grafana/data';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { GenAIDataSource } from '../datasource.ts';
import { messages } from './messages.ts';
import { useValues } from './useValues.ts';

interface Props {
  id: string;
  evaluation: string | undefined;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (evaluation: string | undefined) => void;
}

export function EvaluationSelect({ id, evaluation, datasource, range, onChange }: Props) {
  const options = useValues({ datasource, dimension: 'evaluation', range });
  return (
    <>
      <HiddenLabel id={`${id}-label`}>{messages.evaluation}</HiddenLabel>
      <Combobox
        id={id}
        aria-labelledby={`${id}-label`}
        width={24}
        placeholder={messages.evaluationPlaceholder}
        createCustomValue
        isClearable
        options={options}
        value={evaluation ? { value: evaluation, label: evaluation } : null}
        onChange={(chosen) => onChange(chosen?.value)}
      />
    </>
  );
}
