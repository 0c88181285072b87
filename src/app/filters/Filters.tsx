import { Button, Field, Stack } from '@grafana/ui';
import React from 'react';

import type { Filter } from '../../engine/query/model.ts';
import { FilterRow, type Filterable } from './FilterRow.tsx';
import { messages } from './messages.ts';

interface Props extends Filterable {
  /** What the filters do, below their label. */
  description: string;
  filters: readonly Filter[];
  onChange: (filters: Filter[]) => void;
}

/** Edits filters, whose values are chosen among those that exist. */
export function Filters({ description, filters, onChange, ...filterable }: Props) {
  const fresh = (): Filter => ({ dimension: filterable.dimensions[0] ?? 'feature', operator: 'in', values: [] });
  return (
    <Field noMargin label={messages.filters} description={description} htmlFor="filter-add">
      <Stack direction="column" gap={1} alignItems="flex-start">
        {filters.map((filter, index) => (
          <FilterRow
            key={index}
            place={index + 1}
            {...filterable}
            filter={filter}
            onChange={(next) => onChange(filters.map((own, at) => (at === index ? next : own)))}
            onRemove={() => onChange(filters.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          id="filter-add"
          aria-label={messages.addFilter}
          variant="secondary"
          size="sm"
          icon="plus"
          onClick={() => onChange([...filters, fresh()])}
        >
          {messages.addFilter}
        </Button>
      </Stack>
    </Field>
  );
}
