import { EditorField, EditorRow } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIBudgetsQuery, Settings } from '../types.ts';
import { messages } from './messages.ts';

interface Props {
  query: GenAIBudgetsQuery;
  datasource: GenAIDataSource;
  onChange: (query: GenAIBudgetsQuery) => void;
}

/** Chooses which of the data source's budgets to show. */
export function BudgetsBuilder({ query, datasource, onChange }: Props) {
  const { budgets = [], ...rest } = query;
  const { budgets: saved = [] } = datasource.hostSettings.jsonData as Settings;
  const id = `${query.refId}-budgets`;
  return (
    <EditorRow>
      <EditorField
        label={messages.budgets}
        tooltip={messages.budgetsTooltip}
        htmlFor={id}
        optional
        invalid={saved.length === 0}
        error={messages.noBudgets}
      >
        <MultiCombobox
          id={id}
          width="auto"
          minWidth={40}
          maxWidth={80}
          createCustomValue
          placeholder={messages.budgetsPlaceholder}
          options={saved.map(({ name }) => ({ value: name, label: name }))}
          value={budgets.map((name) => ({ value: name, label: name }))}
          onChange={(chosen) => {
            const names = chosen.map(({ value }) => value);
            onChange(names.length > 0 ? { ...rest, budgets: names } : rest);
          }}
        />
      </EditorField>
    </EditorRow>
  );
}
