import { EditorField } from '@grafana/plugin-ui';
import { Switch } from '@grafana/ui';
import React from 'react';

import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

interface Props {
  query: GenAIQuery;
  onChange: (query: GenAIQuery) => void;
}

/** Lets a panel's query run although it is expected to read more than the limit. */
export function EstimateSwitch({ query, onChange }: Props) {
  const { estimate, ...rest } = query;
  const id = `${query.refId}-estimate`;
  return (
    <EditorField label={messages.runAnyway} tooltip={messages.runAnywayTooltip} htmlFor={id}>
      <Switch
        id={id}
        value={estimate === 'ignore'}
        onChange={(event) =>
          onChange(event.currentTarget.checked ? ({ ...rest, estimate: 'ignore' } as GenAIQuery) : (rest as GenAIQuery))
        }
      />
    </EditorField>
  );
}
