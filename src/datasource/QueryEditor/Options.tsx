import { CoreApp } from '@grafana/data';
import { EditorFieldGroup, EditorRow, QueryOptionGroup } from '@grafana/plugin-ui';
import React from 'react';

import { kinds } from '../../engine/query/model.ts';
import type { GenAIQuery } from '../types.ts';
import { EstimateSwitch } from './EstimateSwitch.tsx';
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

  if (!isStepped(query) && !isGuarded(query, app)) {
    return null;
  }
  return (
    <EditorRow>
      <QueryOptionGroup title={messages.options} collapsedInfo={summary(query)}>
        <EditorFieldGroup>
          <>
            {isStepped(query) && (
              <>
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
              </>
            )}
          </>
          <>
            {isStepped(query) && (app === CoreApp.UnifiedAlerting || several || query.select !== undefined) && (
              <SelectColumn query={query} onChange={onChange} />
            )}
          </>
          <>{isGuarded(query, app) && <EstimateSwitch query={query} onChange={onChange} />}</>
        </EditorFieldGroup>
      </QueryOptionGroup>
    </EditorRow>
  );
}

/** Kinds whose windows are aligned, or cut into buckets. */
const isStepped = ({ kind }: GenAIQuery): boolean => ['measure', 'budgets', 'sql'].includes(kind);

/** Kinds that are estimated before they run. A budget reads periods of its own, and a rule is never run over the limit. */
const isGuarded = ({ kind }: GenAIQuery, app: CoreApp | undefined): boolean =>
  kinds.includes(kind) && kind !== 'budgets' && app !== CoreApp.UnifiedAlerting;

function summary(query: GenAIQuery): string[] {
  const { step, delay, select, estimate } = query;
  return [
    ...(isStepped(query)
      ? [`${messages.step}: ${step ?? messages.automatic}`, `${messages.delay}: ${delay ?? messages.automatic}`]
      : []),
    ...(select === undefined ? [] : [`${messages.select}: ${select}`]),
    ...(estimate === undefined ? [] : [`${messages.runAnyway}: ${messages.isRun}`]),
  ];
}
