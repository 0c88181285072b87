import { ConfigSection } from '@grafana/plugin-ui';
import { Button, FieldValidationMessage, Stack } from '@grafana/ui';
import React from 'react';

import type { SavedBudget } from '../../engine/settings/budgets.ts';
import type { Settings } from '../types.ts';
import { BudgetFields } from './BudgetFields.tsx';
import { budgetMessages as messages } from './budgetMessages.ts';
import { newBudget, problemOf } from '../../components/budgets.ts';
import { withSettings, type Props } from './props.ts';

export function BudgetsSection({ options, onOptionsChange }: Props) {
  const budgets: readonly SavedBudget[] = options.jsonData.budgets ?? [];
  const disabled = options.readOnly ?? false;
  const problem = problemOf(budgets);
  const set = (next: readonly SavedBudget[]) =>
    onOptionsChange(withSettings(options, { budgets: next.length > 0 ? (next as Settings['budgets']) : undefined }));
  return (
    <ConfigSection
      title={messages.budgets}
      description={messages.description}
      isCollapsible
      isInitiallyOpen={budgets.length > 0}
    >
      <Stack direction="column" gap={2}>
        {budgets.map((budget, index) => (
          <BudgetFields
            key={index}
            id={`budget-${index}`}
            budget={budget}
            disabled={disabled}
            onChange={(next) => set(budgets.map((own, at) => (at === index ? next : own)))}
            onRemove={() => set(budgets.filter((_, at) => at !== index))}
          />
        ))}
        {problem !== undefined && <FieldValidationMessage>{messages.unfinished(problem)}</FieldValidationMessage>}
        <div>
          <Button
            variant="secondary"
            icon="plus"
            disabled={disabled || budgets.length >= 50}
            onClick={() => set([...budgets, newBudget(budgets)])}
          >
            {messages.add}
          </Button>
        </div>
      </Stack>
    </ConfigSection>
  );
}
