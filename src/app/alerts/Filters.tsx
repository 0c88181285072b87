import { Button, Field, Stack } from '@grafana/ui';
import React from 'react';

import type { AlertRule } from '../../engine/alerts/rule.ts';
import type { Filter } from '../../engine/query/model.ts';
import { FilterRow } from './FilterRow.tsx';
import { messages } from './messages.ts';

interface Props {
  rule: AlertRule;
  datasourceUid: string | undefined;
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
}

/** Shows the filters that the user adds to the rule's own. */
export function Filters({ rule, datasourceUid, filters, onChange }: Props) {
  const fresh = (): Filter => ({ dimension: rule.groupable[0] ?? 'feature', operator: 'in', values: [] });
  return (
    <Field noMargin label={messages.filters} description={messages.filtersText} htmlFor="filter-add">
      <Stack direction="column" gap={1} alignItems="flex-start">
        {filters.map((filter, index) => (
          <FilterRow
            key={index}
            place={index + 1}
            rule={rule}
            datasourceUid={datasourceUid}
            filter={filter}
            onChange={(next) => onChange(filters.map((own, at) => (at === index ? next : own)))}
            onRemove={() => onChange(filters.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          id="filter-add"
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
