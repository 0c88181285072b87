import type { TimeRange } from '@grafana/data';
import { AccessoryButton, InputGroup } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import { measures as catalogue } from '../../engine/catalogue/measures/index.ts';
import type { Format, MeasureRef } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { CompareSelect } from './CompareSelect.tsx';
import { EvaluationSelect } from './EvaluationSelect.tsx';
import { withId, withOption } from './measureRef.ts';
import { messages } from './messages.ts';
import { NumberInput } from '../../components/NumberInput.tsx';
import { searchMeasures } from './options.ts';
import { PresentationSelect } from './PresentationSelect.tsx';

interface Props {
  /** Builds element ids from the query and the measure's position in it. */
  id: (part: string) => string;
  measure: MeasureRef;
  format: Format;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  removable: boolean;
  onChange: (measure: MeasureRef) => void;
  onRemove: () => void;
}

/** Edits a measure and its options. */
export function MeasureRow({ id, measure, format, datasource, range, removable, onChange, onRemove }: Props) {
  const { title = measure.id, perEvaluation, bound } = catalogue[measure.id] ?? {};
  return (
    <div>
      <HiddenLabel id={id('measure-label')}>{messages.measure}</HiddenLabel>
      <InputGroup>
        <Combobox
          id={id('measure')}
          data-testid={id('measure')}
          aria-labelledby={id('measure-label')}
          placeholder={messages.measure}
          width={34}
          options={searchMeasures}
          value={{ value: measure.id, label: title }}
          onChange={({ value }) => onChange(withId(measure, value))}
        />
        {perEvaluation && (
          <EvaluationSelect
            id={id('evaluation')}
            evaluation={measure.evaluation}
            datasource={datasource}
            range={range}
            onChange={(evaluation) => onChange(withOption(measure, 'evaluation', evaluation))}
          />
        )}
        {bound && (
          <NumberInput
            id={id('bound')}
            label={bound.title}
            width={18}
            prefix={bound.title}
            placeholder={String(bound.default)}
            value={measure.bound}
            onChange={(value) => onChange(withOption(measure, 'bound', value))}
          />
        )}
        <PresentationSelect
          id={id('as')}
          measure={measure}
          format={format}
          onChange={(as) => onChange(withOption(measure, 'as', as))}
        />
        <CompareSelect
          id={id('compare')}
          measure={measure}
          format={format}
          onChange={(compare) => onChange(withOption(measure, 'compare', compare))}
        />
        <AccessoryButton
          aria-label={messages.removeMeasure}
          icon="times"
          variant="secondary"
          disabled={!removable}
          onClick={onRemove}
        />
      </InputGroup>
    </div>
  );
}
