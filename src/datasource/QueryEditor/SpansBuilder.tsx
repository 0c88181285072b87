import type { TimeRange } from '@grafana/data';
import { EditorField, EditorFieldGroup, EditorRow } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIDataSource } from '../datasource.ts';
import { defaultSpans } from '../defaults.ts';
import type { GenAISpansQuery } from '../types.ts';
import { Conditions } from './Conditions.tsx';
import { DimensionsField } from './DimensionsField.tsx';
import { Filters } from './Filters.tsx';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { spanColumnOptions, spanFactOptions, spanOrderOptions } from './options.ts';
import { ValueSelect } from './ValueSelect.tsx';

interface Props {
  query: GenAISpansQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAISpansQuery) => void;
}

const score = { value: 'score' as const, label: messages.score };
const columnsWith = (isScored: boolean) => [...spanColumnOptions, ...(isScored ? [score] : [])];
const ordersWith = (isScored: boolean) => [
  { value: 'time' as const, label: messages.time },
  ...spanOrderOptions,
  ...(isScored ? [score] : []),
];
const directions = (['desc', 'asc'] as const).map((value) => ({ value, label: messages.directions[value] }));

/** Leaves out what is undefined, as saved queries do. */
const given = (query: { [Key in keyof GenAISpansQuery]?: GenAISpansQuery[Key] | undefined }) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as unknown as GenAISpansQuery;

/** Shows the score of an evaluation, lowest first; without one, there is no score. */
function withEvaluation(query: GenAISpansQuery, evaluation: string | undefined): GenAISpansQuery {
  const columns = query.columns.filter((id) => id !== 'score');
  return evaluation === undefined
    ? given({ ...query, evaluation, columns, orderBy: query.orderBy === 'score' ? 'time' : query.orderBy })
    : { ...query, evaluation, columns: [...columns, 'score'], orderBy: 'score', direction: 'asc' };
}

/** Edits a query that lists individual spans. */
export function SpansBuilder({ query, datasource, range, onChange }: Props) {
  const id = (part: string) => `${query.refId}-${part}`;
  const set = (changes: { [Key in keyof GenAISpansQuery]?: GenAISpansQuery[Key] | undefined }) =>
    onChange(given({ ...query, ...changes }));
  const isScored = query.evaluation !== undefined;
  return (
    <>
      <EditorRow>
        <EditorFieldGroup>
          <EditorField label={messages.spansOf} tooltip={messages.spansOfTooltip} htmlFor={id('of')}>
            <MultiCombobox
              id={id('of')}
              width="auto"
              minWidth={20}
              maxWidth={60}
              placeholder={messages.facts.requests}
              options={spanFactOptions}
              value={query.of ?? []}
              onChange={(chosen) => set({ of: chosen.length > 0 ? chosen.map(({ value }) => value) : undefined })}
            />
          </EditorField>
          <EditorField label={messages.columns} tooltip={messages.columnsTooltip} htmlFor={id('columns')}>
            <MultiCombobox
              id={id('columns')}
              width="auto"
              minWidth={50}
              maxWidth={80}
              placeholder={messages.columnsPlaceholder}
              options={columnsWith(isScored)}
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
              options={ordersWith(isScored)}
              value={query.orderBy}
              onChange={({ value }) => onChange({ ...query, orderBy: value })}
            />
          </EditorField>
          <EditorField label={messages.direction} htmlFor={id('direction')}>
            <Combobox
              id={id('direction')}
              width={20}
              options={directions}
              value={query.direction ?? 'desc'}
              onChange={({ value }) => set({ direction: value === 'asc' ? value : undefined })}
            />
          </EditorField>
          <EditorField label={messages.scoreOf} tooltip={messages.scoreOfTooltip} htmlFor={id('evaluation')} optional>
            <ValueSelect
              id={id('evaluation')}
              placeholder={messages.scoreOfPlaceholder}
              of={{ datasource, range, dimension: 'evaluation', filters: [] }}
              value={query.evaluation}
              onChange={(evaluation) => onChange(withEvaluation(query, evaluation))}
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
        <Conditions
          refId={query.refId}
          conditions={query.conditions ?? []}
          onChange={(conditions) => set({ conditions: conditions.length > 0 ? conditions : undefined })}
        />
      </EditorRow>
    </>
  );
}
