import { EditorField } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';
import { budgetColumnOptions, columnOptions } from './options.ts';

interface Props {
  query: GenAIQuery;
  onChange: (query: GenAIQuery) => void;
}

/** Chooses the column of an alert. The columns of SQL are not known here, so their names are typed. */
export function SelectColumn({ query, onChange }: Props) {
  const id = `${query.refId}-select`;
  const { select, ...rest } = query;
  const columns =
    query.kind === 'measure' ? columnOptions(query.measures) : query.kind === 'budgets' ? budgetColumnOptions : [];
  return (
    <EditorField label={messages.select} tooltip={messages.selectTooltip} htmlFor={id} optional>
      <Combobox
        id={id}
        width={24}
        isClearable
        createCustomValue={query.kind === 'sql'}
        placeholder={query.kind === 'sql' ? messages.selectSqlPlaceholder : messages.selectPlaceholder}
        options={columns}
        value={
          select === undefined
            ? null
            : (columns.find(({ value }) => value === select) ?? { value: select, label: select })
        }
        onChange={(chosen) => onChange(chosen?.value ? { ...query, select: chosen.value } : (rest as GenAIQuery))}
      />
    </EditorField>
  );
}
