import { EditorField } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIMeasureQuery } from '../types.ts';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { columnOptions } from './options.ts';

interface Props {
  query: GenAIMeasureQuery;
  onChange: (query: GenAIMeasureQuery) => void;
}

/** Edits the number of groups to keep; hidden without groups, unless the query still has it. */
export function Top({ query, onChange }: Props) {
  const { top, ...rest } = query;
  if (!top && !query.groupBy?.length) {
    return <></>;
  }
  const columns = columnOptions(query.measures);
  return (
    <>
      <NumberField
        id={`${query.refId}-top`}
        label={messages.top}
        tooltip={messages.topTooltip}
        min={1}
        max={500}
        value={top?.n}
        onChange={(n) => onChange(n === undefined ? rest : { ...rest, top: { ...top, n } })}
      />
      {top && columns.length > 1 && (
        <EditorField label={messages.topBy} htmlFor={`${query.refId}-top-by`}>
          <Combobox
            id={`${query.refId}-top-by`}
            width={24}
            options={columns}
            value={top.by ?? columns[0]?.value ?? null}
            onChange={({ value }) => onChange({ ...rest, top: { ...top, by: value } })}
          />
        </EditorField>
      )}
    </>
  );
}
