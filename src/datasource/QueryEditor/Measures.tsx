import type { TimeRange } from '@grafana/data';
import { AccessoryButton, EditorField, InputGroup } from '@grafana/plugin-ui';
import { Button, Combobox, Stack } from '@grafana/ui';
import React from 'react';

import { measureIds, measures as catalogue } from '../../engine/catalogue/measures/index.ts';
import type { MeasureRef } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { EvaluationSelect } from './EvaluationSelect.tsx';
import { messages } from './messages.ts';
import { measureOptions } from './options.ts';

interface Props {
  refId: string;
  measures: MeasureRef[];
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (measures: MeasureRef[]) => void;
}

export function Measures({ refId, measures, datasource, range, onChange }: Props) {
  const replace = (index: number, next: MeasureRef) => onChange(measures.map((own, at) => (at === index ? next : own)));
  const unused = measureIds.find((id) => !measures.some((measure) => measure.id === id)) ?? measureIds[0];

  return (
    <EditorField label={messages.measures} tooltip={messages.measuresTooltip}>
      <Stack direction="row" gap={1} wrap="wrap">
        {measures.map((measure, index) => (
          <InputGroup key={index}>
            <Combobox
              id={`${refId}-measure-${index}`}
              data-testid={`${refId}-measure-${index}`}
              placeholder={messages.measure}
              width={24}
              options={measureOptions}
              value={measure.id}
              onChange={({ value }) => replace(index, withId(measure, value))}
            />
            <>
              {catalogue[measure.id]?.perEvaluation && (
                <EvaluationSelect
                  id={`${refId}-evaluation-${index}`}
                  evaluation={measure.evaluation}
                  datasource={datasource}
                  range={range}
                  onChange={(evaluation) => replace(index, withEvaluation(measure, evaluation))}
                />
              )}
            </>
            <AccessoryButton
              aria-label={messages.removeMeasure}
              icon="times"
              variant="secondary"
              disabled={measures.length === 1}
              onClick={() => onChange(measures.filter((_, at) => at !== index))}
            />
          </InputGroup>
        ))}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={messages.addMeasure}
          onClick={() => onChange([...measures, { id: unused }])}
        />
      </Stack>
    </EditorField>
  );
}

/** The column's own name goes with the measure that it was given to. */
function withId(measure: MeasureRef, id: MeasureRef['id']): MeasureRef {
  return catalogue[id].perEvaluation && measure.evaluation ? { id, evaluation: measure.evaluation } : { id };
}

function withEvaluation({ evaluation: _, ...measure }: MeasureRef, evaluation: string | undefined): MeasureRef {
  return evaluation ? { ...measure, evaluation } : measure;
}
