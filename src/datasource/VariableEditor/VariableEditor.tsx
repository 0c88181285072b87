import type { QueryEditorProps } from '@grafana/data';
import { Field, RadioButtonGroup } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { currentVersion } from '../../engine/query/model.ts';
import { SqlField } from '../QueryEditor/SqlField.tsx';
import { searchDimensions } from '../QueryEditor/dimensionOptions.ts';
import type { GenAIQuery, Settings, Queried } from '../types.ts';
import { valuesQuery } from '../values.ts';
import { messages } from './messages.ts';

type Props = QueryEditorProps<Queried, GenAIQuery, Settings>;

const kinds = [
  { label: messages.dimension, value: 'values' as const },
  { label: messages.sql, value: 'sql' as const },
];

/** Edits what a dashboard variable offers: the values of a dimension, or of the first text column of an SQL query. */
export function VariableEditor({ query, datasource, range, onChange }: Props) {
  const { refId = 'variable' } = query;
  const chooseDimension = (dimension: DimensionId) => onChange({ ...valuesQuery(dimension), refId });
  const chooseKind = (kind: 'values' | 'sql') =>
    kind === 'values'
      ? chooseDimension('feature')
      : onChange({ version: currentVersion, kind, format: 'table', sql: messages.sqlExample, refId });
  // A variable that an earlier version saved is a measure by the dimension.
  const chosen = query.kind === 'values' ? query.dimension : query.kind === 'measure' ? query.groupBy[0] : undefined;

  return (
    <>
      <Field label={messages.kind} noMargin>
        <RadioButtonGroup options={kinds} value={query.kind === 'sql' ? 'sql' : 'values'} onChange={chooseKind} />
      </Field>
      {query.kind === 'sql' ? (
        <Field label={messages.sql} description={messages.sqlDescription}>
          <SqlField
            sql={query.sql}
            datasource={datasource}
            range={range}
            onChange={(sql) => onChange({ ...query, sql })}
          />
        </Field>
      ) : (
        <Field label={messages.dimension} htmlFor="variable-dimension" description={messages.dimensionDescription}>
          <Combobox
            id="variable-dimension"
            width={30}
            options={searchDimensions}
            value={chosen ? dimensionOption(chosen) : null}
            onChange={({ value }) => chooseDimension(value)}
          />
        </Field>
      )}
    </>
  );
}
