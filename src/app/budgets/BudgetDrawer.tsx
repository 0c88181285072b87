import { Alert, Button, Drawer, Field, Input, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import { newBudget, withFields } from '../../components/budgets.ts';
import { Combobox } from '../../components/Combobox.tsx';
import { NumberInput } from '../../components/NumberInput.tsx';
import { dimensions, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { previousVersion } from '../../engine/catalogue/dimensions/previous.ts';
import { currentVersion, type MeasureQuery } from '../../engine/query/model.ts';
import { defaults, periods, type SavedBudget } from '../../engine/settings/budgets.ts';
import { Filters } from '../filters/Filters.tsx';
import { Code } from '../parts/Code.tsx';
import { messages as settingsMessages } from '../settings/messages.ts';
import { SettingsState } from '../settings/SettingsState.tsx';
import { settingsYaml } from '../settings/yaml.ts';
import type { Settings } from '../settings/useSettings.ts';
import { changing, problemsOf, withBudget } from './change.ts';
import { messages } from './messages.ts';

interface Props {
  uid: string;
  settings: Settings;
  all: readonly SavedBudget[];
  others: readonly SavedBudget[];
  /** The budget to change; undefined for a new one. */
  budget: SavedBudget | undefined;
  onClose: () => void;
}

const periodOptions = periods.map((value) => ({ value, label: messages.periods[value] }));
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }));

/** The usual scope of a budget comes first, which is what a new filter is about. */
const filterable = [dimensions.feature, ...Object.values(dimensions).filter(({ id }) => id !== 'feature')]
  .filter(({ id, facts }) => id !== previousVersion && facts.includes('requests'))
  .map(({ id }): DimensionId => id);

const valuesQuery = (dimension: DimensionId): MeasureQuery => ({
  version: currentVersion,
  kind: 'measure',
  format: 'table',
  measures: [{ id: 'requests' }],
  groupBy: [dimension],
  filters: [],
});

/** Edits a budget, and saves it or shows it for the provisioning file. */
export function BudgetDrawer({ uid, settings, all, others, budget, onClose }: Props) {
  const [draft, setDraft] = useState<SavedBudget>(() => budget ?? newBudget(all));
  const set = (changes: Parameters<typeof withFields>[1]) => setDraft(withFields(draft, changes));
  const problems = problemsOf([...others, draft], draft.name);
  const isValid = Object.keys(problems).length === 0;
  const next = withBudget(all, budget?.name, draft);
  const invalid = (field: string) => (problems[field] === undefined ? {} : { invalid: true, error: problems[field] });
  const { filters: ofFilters, name, amount, timezone, soft, hard, ...otherProblems } = problems;
  const rest = ofFilters ?? Object.values(otherProblems)[0];
  return (
    <Drawer title={budget?.name ?? messages.newBudget} size="md" onClose={onClose}>
      <Stack direction="column" gap={2}>
        <SettingsState settings={settings} onSettled={onClose} />
        <Field noMargin label={messages.name} description={messages.nameText} {...invalid('name')}>
          <Input
            id="budget-name"
            width={40}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </Field>
        <Field noMargin label={messages.amount} description={messages.amountText} {...invalid('amount')}>
          <NumberInput
            id="budget-amount"
            width={20}
            prefix={messages.dollars}
            placeholder="100"
            min={0}
            value={draft.amount}
            onChange={(value) => set({ amount: value ?? 0 })}
          />
        </Field>
        <Field noMargin label={messages.period} htmlFor="budget-period">
          <Combobox
            id="budget-period"
            width={40}
            options={periodOptions}
            value={draft.period}
            onChange={({ value }) => set({ period: value })}
          />
        </Field>
        <Field
          noMargin
          label={messages.timezone}
          description={messages.timezoneText}
          htmlFor="budget-timezone"
          {...invalid('timezone')}
        >
          <Combobox
            id="budget-timezone"
            width={40}
            createCustomValue
            options={zones}
            value={draft.timezone ?? defaults.timezone}
            onChange={({ value }) => set({ timezone: value === defaults.timezone ? undefined : value })}
          />
        </Field>
        {(['soft', 'hard'] as const).map((share) => (
          <Field
            key={share}
            noMargin
            label={messages[share]}
            description={messages[`${share}Text`]}
            {...invalid(share)}
          >
            <NumberInput
              id={`budget-${share}`}
              width={16}
              prefix={messages.percent}
              placeholder={String(defaults[share] * 100)}
              min={0}
              value={percentOf(draft[share])}
              onChange={(value) => set({ [share]: value === undefined ? undefined : shareOf(value) })}
            />
          </Field>
        ))}
        <Filters
          description={messages.scope}
          dimensions={filterable}
          valuesQuery={valuesQuery}
          datasourceUid={uid}
          filters={draft.filters ?? []}
          onChange={(filters) => set({ filters: filters.length > 0 ? filters : undefined })}
        />
        {rest !== undefined && (
          <Alert severity="warning" title={messages.notValid} bottomSpacing={0}>
            {rest}
          </Alert>
        )}
        {settings.way !== 'save' && isValid && (
          <Code label={settingsMessages.yaml} text={settingsYaml({ budgets: next })} />
        )}
        <Stack gap={1}>
          {settings.way === 'save' && (
            <Button
              icon="save"
              disabled={!isValid || settings.saving}
              onClick={async () => {
                if (await settings.save(changing((kept) => withBudget(kept, budget?.name, draft)))) {
                  onClose();
                }
              }}
            >
              {settings.saving ? settingsMessages.saving : settingsMessages.save}
            </Button>
          )}
          <Button variant="secondary" onClick={onClose}>
            {settings.way === 'save' ? settingsMessages.cancel : messages.close}
          </Button>
        </Stack>
      </Stack>
    </Drawer>
  );
}

/** 0.07 is 7 percent, not 7.000000000000001. */
const exact = (number: number): number => Number(number.toPrecision(12));
const percentOf = (share: number | undefined) => (share === undefined ? undefined : exact(share * 100));
const shareOf = (percent: number) => exact(percent / 100);
