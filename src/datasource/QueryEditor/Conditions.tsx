import { EditorField } from '@grafana/plugin-ui';
import { Button, Stack } from '@grafana/ui';
import React from 'react';

import type { Condition } from '../../engine/query/model.ts';
import { ConditionRow } from './ConditionRow.tsx';
import { conditionAbout } from './conditions.ts';
import { messages } from './messages.ts';

interface Props {
  refId: string;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}

/** Edits what spans must fulfil besides the filters. */
export function Conditions({ refId, conditions, onChange }: Props) {
  return (
    <EditorField label={messages.conditions} tooltip={messages.conditionsTooltip} optional>
      <Stack direction="row" gap={1} wrap="wrap">
        {conditions.map((condition, index) => (
          <ConditionRow
            key={index}
            id={`${refId}-condition-${index}`}
            condition={condition}
            onChange={(next) => onChange(conditions.map((own, at) => (at === index ? next : own)))}
            onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={messages.addCondition}
          onClick={() => onChange([...conditions, conditionAbout('column:duration')])}
        />
      </Stack>
    </EditorField>
  );
}
