import type { TimeRange } from '@grafana/data';
import { EditorField } from '@grafana/plugin-ui';
import { Button, Stack } from '@grafana/ui';
import React from 'react';

import { measureIds } from '../../engine/catalogue/measures/index.ts';
import type { Format, MeasureRef } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { MeasureRow } from './MeasureRow.tsx';
import { messages } from './messages.ts';

interface Props {
  refId: string;
  measures: MeasureRef[];
  format: Format;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (measures: MeasureRef[]) => void;
}

export function Measures({ refId, measures, format, datasource, range, onChange }: Props) {
  const unused = measureIds.find((id) => !measures.some((measure) => measure.id === id)) ?? measureIds[0];
  return (
    <EditorField label={messages.measures} tooltip={messages.measuresTooltip}>
      <Stack direction="row" gap={1} wrap="wrap">
        {measures.map((measure, index) => (
          <MeasureRow
            key={index}
            id={(part) => `${refId}-${part}-${index}`}
            measure={measure}
            format={format}
            datasource={datasource}
            range={range}
            removable={measures.length > 1}
            onChange={(next) => onChange(measures.map((own, at) => (at === index ? next : own)))}
            onRemove={() => onChange(measures.filter((_, at) => at !== index))}
          />
        ))}
        {format !== 'heatmap' && (
          <Button
            variant="secondary"
            icon="plus"
            aria-label={messages.addMeasure}
            onClick={() => onChange([...measures, { id: unused }])}
          />
        )}
      </Stack>
    </EditorField>
  );
}
