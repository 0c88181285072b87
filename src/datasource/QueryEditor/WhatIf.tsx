import { EditorField } from '@grafana/plugin-ui';
import React, { useMemo } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIMeasureQuery } from '../types.ts';
import { messages } from './messages.ts';
import { valueOf, whatIfOf, whatIfOptions } from './whatIfOptions.ts';

interface Props {
  query: GenAIMeasureQuery;
  datasource: GenAIDataSource;
  onChange: (query: GenAIMeasureQuery) => void;
}

/** Chooses the model whose price `whatif_cost` uses; hidden if the query does not have that measure. */
export function WhatIf({ query, datasource, onChange }: Props) {
  const asked = query.measures.some((measure) => measure.id === 'whatif_cost');
  const prices = datasource.hostSettings.jsonData['prices'];
  const options = useMemo(() => (asked ? whatIfOptions(prices) : []), [asked, prices]);
  if (!asked) {
    return <></>;
  }
  const { whatIf } = query;
  const id = `${query.refId}-what-if`;
  return (
    <EditorField label={messages.whatIf} tooltip={messages.whatIfTooltip} htmlFor={id}>
      <Combobox
        id={id}
        width={36}
        placeholder={messages.whatIfPlaceholder}
        createCustomValue
        customValueDescription={messages.whatIfCustom}
        options={options}
        value={whatIf ? { value: valueOf(whatIf), label: whatIf.model } : null}
        onChange={({ value }) => onChange({ ...query, whatIf: whatIfOf(value) })}
      />
    </EditorField>
  );
}
