import type { TimeRange } from '@grafana/data';
import { EditorField, EditorFieldGroup, EditorRow } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIMeasureQuery } from '../types.ts';
import { Filters } from './Filters.tsx';
import { Measures } from './Measures.tsx';
import { messages } from './messages.ts';
import { dimensionOptions } from './options.ts';
import { Top } from './Top.tsx';

interface Props {
  query: GenAIMeasureQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAIMeasureQuery) => void;
}

export function MeasureBuilder({ query, datasource, range, onChange }: Props) {
  const id = `${query.refId}-group-by`;
  return (
    <>
      <EditorRow>
        <Measures
          refId={query.refId}
          measures={query.measures}
          datasource={datasource}
          range={range}
          onChange={(measures) => onChange({ ...query, measures })}
        />
      </EditorRow>
      <EditorRow>
        <EditorFieldGroup>
          <EditorField label={messages.groupBy} tooltip={messages.groupByTooltip} htmlFor={id}>
            <MultiCombobox
              id={id}
              width="auto"
              minWidth={30}
              maxWidth={80}
              placeholder={messages.groupByPlaceholder}
              options={dimensionOptions}
              value={query.groupBy ?? []}
              onChange={(chosen) => onChange({ ...query, groupBy: chosen.map(({ value }) => value) })}
            />
          </EditorField>
          <Top query={query} onChange={onChange} />
        </EditorFieldGroup>
      </EditorRow>
      <EditorRow>
        <Filters
          refId={query.refId}
          filters={query.filters ?? []}
          datasource={datasource}
          range={range}
          onChange={(filters) => onChange({ ...query, filters })}
        />
      </EditorRow>
    </>
  );
}
