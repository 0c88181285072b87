import type { TimeRange } from '@grafana/data';
import { EditorField, EditorFieldGroup, EditorRow } from '@grafana/plugin-ui';
import { Combobox, MultiCombobox } from '@grafana/ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import { defaultSpans } from '../defaults.ts';
import type { GenAISpansQuery } from '../types.ts';
import { DimensionsField } from './DimensionsField.tsx';
import { Filters } from './Filters.tsx';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { spanColumnOptions, spanOrderOptions } from './options.ts';

interface Props {
  query: GenAISpansQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAISpansQuery) => void;
}

const orders = [{ value: 'time' as const, label: messages.time }, ...spanOrderOptions];

/** Edits a query that lists individual spans. */
export function CallsBuilder({ query, datasource, range, onChange }: Props) {
  const id = (part: string) => `${query.refId}-${part}`;
  return (
    <>
      <EditorRow>
        <EditorFieldGroup>
          <EditorField label={messages.columns} tooltip={messages.columnsTooltip} htmlFor={id('columns')}>
            <MultiCombobox
              id={id('columns')}
              width="auto"
              minWidth={50}
              maxWidth={80}
              placeholder={messages.columnsPlaceholder}
              options={spanColumnOptions}
              value={query.columns ?? []}
              onChange={(chosen) => onChange({ ...query, columns: chosen.map(({ value }) => value) })}
            />
          </EditorField>
          <DimensionsField
            id={id('group-by')}
            label={messages.callDimensions}
            tooltip={messages.callDimensionsTooltip}
            placeholder={messages.callDimensionsPlaceholder}
            dimensions={query.groupBy ?? []}
            onChange={(groupBy) => onChange({ ...query, groupBy })}
          />
        </EditorFieldGroup>
      </EditorRow>
      <EditorRow>
        <EditorFieldGroup>
          <EditorField label={messages.orderBy} tooltip={messages.orderByTooltip} htmlFor={id('order-by')}>
            <Combobox
              id={id('order-by')}
              width={24}
              options={orders}
              value={query.orderBy}
              onChange={({ value }) => onChange({ ...query, orderBy: value })}
            />
          </EditorField>
          <NumberField
            id={id('limit')}
            label={messages.limit}
            tooltip={messages.limitTooltip}
            placeholder={String(defaultSpans().limit)}
            optional={false}
            min={1}
            max={1000}
            value={query.limit}
            onChange={(limit = defaultSpans().limit) => onChange({ ...query, limit })}
          />
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
