import type { TimeRange } from '@grafana/data';
import { EditorField } from '@grafana/plugin-ui';
import { MultiCombobox, Switch } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIFormQuery } from '../types.ts';
import { searchDimensions } from './dimensionOptions.ts';
import { DimensionsField } from './DimensionsField.tsx';
import type { FormField } from './forms.ts';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { TextInput } from './TextInput.tsx';
import { ValueSelect, ValuesSelect } from './ValueSelect.tsx';

interface Props {
  query: GenAIFormQuery;
  field: FormField;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (value: unknown) => void;
}

/** Edits one field of a form. */
export function FormControl({ query, field, datasource, range, onChange }: Props) {
  const id = `${query.refId}-${field.name}`;
  const text = messages.fields[field.text ?? field.name] ?? { label: field.name, tooltip: '' };
  const labels = { label: text.label, tooltip: text.tooltip, htmlFor: id };
  const value = (query as unknown as Record<string, unknown>)[field.name];
  const placeholder = text.placeholder ?? messages.automatic;
  switch (field.control) {
    case 'value':
      return (
        <EditorField {...labels} optional={!field.required}>
          <ValueSelect
            id={id}
            placeholder={placeholder}
            of={{ datasource, range, dimension: field.dimension, filters: amongVersions(query, field.dimension) }}
            value={value as string | undefined}
            onChange={(chosen) => onChange(chosen ?? (field.required ? '' : undefined))}
          />
        </EditorField>
      );
    case 'values':
      return (
        <EditorField {...labels} optional>
          <ValuesSelect
            id={id}
            placeholder={placeholder}
            of={{ datasource, range, dimension: field.dimension, filters: [] }}
            values={(value as string[] | undefined) ?? []}
            onChange={(chosen) => onChange(chosen.length > 0 ? chosen : undefined)}
          />
        </EditorField>
      );
    case 'number':
      return (
        <NumberField
          {...{ id, ...text, min: field.min, max: field.max }}
          placeholder={field.otherwise === undefined ? placeholder : String(field.otherwise)}
          value={value as number | undefined}
          onChange={onChange}
        />
      );
    case 'flag':
      return (
        <EditorField {...labels}>
          <Switch
            id={id}
            value={value === true}
            onChange={(event) => onChange(event.currentTarget.checked || undefined)}
          />
        </EditorField>
      );
    case 'text':
      return (
        <EditorField {...labels} optional={!field.required}>
          <TextInput
            id={id}
            placeholder={placeholder}
            value={value === undefined ? '' : String(value)}
            onChange={(typed) => onChange(typed === '' && !field.required ? undefined : typed)}
          />
        </EditorField>
      );
    case 'dimension':
      return (
        <EditorField {...labels}>
          <Combobox
            id={id}
            width={30}
            options={searchDimensions}
            value={value === undefined ? null : dimensionOption(value as DimensionId)}
            onChange={(chosen) => onChange(chosen.value)}
          />
        </EditorField>
      );
    case 'choice':
      return (
        <EditorField {...labels}>
          <Combobox
            id={id}
            width={24}
            options={field.options}
            value={(value as string | undefined) ?? field.otherwise}
            onChange={(chosen) => onChange(chosen.value === field.otherwise ? undefined : chosen.value)}
          />
        </EditorField>
      );
    case 'choices':
      return (
        <EditorField {...labels}>
          <MultiCombobox
            id={id}
            width="auto"
            minWidth={30}
            maxWidth={80}
            options={field.options}
            placeholder={placeholder}
            createCustomValue={field.custom ?? false}
            value={(value as string[] | undefined) ?? []}
            onChange={(chosen) =>
              onChange(field.custom && chosen.length === 0 ? undefined : chosen.map((one) => one.value))
            }
          />
        </EditorField>
      );
    case 'dimensions':
      return (
        <DimensionsField
          {...{ id, ...text, placeholder }}
          dimensions={(value as DimensionId[] | undefined) ?? []}
          onChange={onChange}
        />
      );
  }
}

/** Limits the offered versions to those of the chosen prompt. */
function amongVersions(query: GenAIFormQuery, dimension: DimensionId) {
  const prompt = 'prompt' in query ? query.prompt : undefined;
  return dimension === 'prompt_version' && prompt
    ? [{ dimension: 'prompt' as const, operator: 'in' as const, values: [prompt] }]
    : [];
}
