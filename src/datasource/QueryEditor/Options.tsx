import { CoreApp } from '@grafana/data';
import { EditorFieldGroup, EditorRow, QueryOptionGroup } from '@grafana/plugin-ui';
import React from 'react';

import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { SelectColumn } from './SelectColumn.tsx';

interface Props {
  query: GenAIQuery;
  app: CoreApp | undefined;
  onChange: (query: GenAIQuery) => void;
}

export function Options({ query, app, onChange }: Props) {
  const { step, delay, ...rest } = query;
  const several = query.kind === 'budgets' || (query.kind === 'measure' && query.measures.length > 1);
  const set = (next: { step?: number | undefined; delay?: number | undefined }) => {
    const given = Object.fromEntries(
      Object.entries({ step, delay, ...next }).filter(([, value]) => value !== undefined)
    );
    onChange({ ...(rest as GenAIQuery), ...given });
  };

  return (
    <EditorRow>
      <QueryOptionGroup title={messages.options} collapsedInfo={summary(query)}>
        <EditorFieldGroup>
          <NumberField
            id={`${query.refId}-step`}
            label={messages.step}
            tooltip={messages.stepTooltip}
            min={1}
            max={31 * 86400}
            value={step}
            onChange={(value) => set({ step: value })}
          />
          <NumberField
            id={`${query.refId}-delay`}
            label={messages.delay}
            tooltip={messages.delayTooltip}
            min={0}
            max={86400}
            value={delay}
            onChange={(value) => set({ delay: value })}
          />
          <>
            {(app === CoreApp.UnifiedAlerting || several || query.select !== undefined) && (
              <SelectColumn query={query} onChange={onChange} />
            )}
          </>
        </EditorFieldGroup>
      </QueryOptionGroup>
    </EditorRow>
  );
}

function summary({ step, delay, select }: GenAIQuery): string[] {
  return [
    `${messages.step}: ${step ?? messages.automatic}`,
    `${messages.delay}: ${delay ?? messages.automatic}`,
    ...(select === undefined ? [] : [`${messages.select}: ${select}`]),
  ];
}
