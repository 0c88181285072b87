import type { TimeRange } from '@grafana/data';
import { EditorField } from '@grafana/plugin-ui';
import { Button, Stack } from '@grafana/ui';
import React from 'react';

import type { Filter } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { FilterRow } from './FilterRow.tsx';
import { messages } from './messages.ts';

interface Props {
  refId: string;
  filters: Filter[];
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (filters: Filter[]) => void;
}

export function Filters({ refId, filters, datasource, range, onChange }: Props) {
  return (
    <EditorField label={messages.filters} tooltip={messages.filtersTooltip} optional>
      <Stack direction="row" gap={1} wrap="wrap">
        {filters.map((filter, index) => (
          <FilterRow
            key={index}
            id={`${refId}-filter-${index}`}
            filter={filter}
            datasource={datasource}
            range={range}
            onChange={(next) => onChange(filters.map((own, at) => (at === index ? next : own)))}
            onRemove={() => onChange(filters.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={messages.addFilter}
          onClick={() => onChange([...filters, { dimension: 'feature', operator: 'in', values: [] }])}
        />
      </Stack>
    </EditorField>
  );
}
