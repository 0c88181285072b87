import type { TimeRange } from '@grafana/data';
import { EditorFieldGroup, EditorRow } from '@grafana/plugin-ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIFormQuery } from '../types.ts';
import { Filters } from './Filters.tsx';
import { FormControl } from './FormControl.tsx';
import { forms, type FormField } from './forms.ts';

interface Props {
  query: GenAIFormQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAIFormQuery) => void;
}

/** Edits the fields of a query's kind, and its filters. */
export function FormBuilder({ query, datasource, range, onChange }: Props) {
  const fields: readonly FormField[] = forms[query.kind];
  const set = (name: string, value: unknown) => {
    // Only values of a dimension have one.
    const other = name === 'of' && (value ?? 'dimension') !== 'dimension' ? { dimension: undefined } : {};
    const given = Object.entries({ ...query, ...other, [name]: value }).filter(([, own]) => own !== undefined);
    onChange(Object.fromEntries(given) as unknown as GenAIFormQuery);
  };
  return (
    <>
      <EditorRow>
        <EditorFieldGroup>
          {fields.map((field) => (
            <FormControl
              key={field.name}
              query={query}
              field={field}
              datasource={datasource}
              range={range}
              onChange={(value) => set(field.name, value)}
            />
          ))}
        </EditorFieldGroup>
      </EditorRow>
      {'filters' in query && (
        <EditorRow>
          <Filters
            refId={query.refId}
            filters={query.filters}
            datasource={datasource}
            range={range}
            onChange={(filters) => onChange({ ...query, filters })}
          />
        </EditorRow>
      )}
    </>
  );
}
