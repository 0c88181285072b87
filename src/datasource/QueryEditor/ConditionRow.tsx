import { AccessoryButton, InputGroup } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { Condition } from '../../engine/query/model.ts';
import { conditionAbout, operatorsOf, subjectOf, subjects } from './conditions.ts';
import { messages } from './messages.ts';
import { NumberInput } from '../../components/NumberInput.tsx';
import { TextInput } from './TextInput.tsx';

interface Props {
  id: string;
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

/** Edits one condition: what it is about, how it compares, and with what. */
export function ConditionRow({ id, condition, onChange, onRemove }: Props) {
  const operators = operatorsOf(condition);
  return (
    <div>
      <HiddenLabel id={`${id}-subject-label`}>{messages.conditionSubject}</HiddenLabel>
      <HiddenLabel id={`${id}-operator-label`}>{messages.operator}</HiddenLabel>
      <InputGroup>
        <Combobox
          id={`${id}-subject`}
          aria-labelledby={`${id}-subject-label`}
          width={24}
          options={subjects}
          value={subjectOf(condition)}
          onChange={({ value }) => onChange(conditionAbout(value))}
        />
        {'key' in condition ? (
          <TextInput
            id={`${id}-key`}
            label={messages.conditionKey}
            placeholder="app.plan"
            value={condition.key}
            onChange={(key) => onChange({ ...condition, key })}
          />
        ) : undefined}
        {'operator' in condition ? (
          <Combobox
            id={`${id}-operator`}
            aria-labelledby={`${id}-operator-label`}
            width={14}
            options={operators}
            value={condition.operator}
            onChange={({ value }) => onChange({ ...condition, operator: value } as Condition)}
          />
        ) : undefined}
        <Compared id={id} condition={condition} onChange={onChange} />
        <AccessoryButton aria-label={messages.removeCondition} icon="times" variant="secondary" onClick={onRemove} />
      </InputGroup>
    </div>
  );
}

function Compared({ id, condition, onChange }: Omit<Props, 'onRemove'>) {
  if (condition.on === 'column') {
    return (
      <NumberInput
        id={`${id}-value`}
        label={messages.conditionValue}
        placeholder="0"
        value={condition.value}
        onChange={(value = 0) => onChange({ ...condition, value })}
      />
    );
  }
  return 'operator' in condition && condition.operator !== 'exists' ? (
    <TextInput
      id={`${id}-value`}
      label={messages.conditionValue}
      placeholder=""
      value={condition.value ?? ''}
      onChange={(value) => onChange({ ...condition, value })}
    />
  ) : null;
}
