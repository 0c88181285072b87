import { Field, MultiCombobox, Stack } from '@grafana/ui';
import React, { useMemo } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import type { Choices } from '../../engine/alerts/choices.ts';
import { measuresOf, tunablesOf, type AlertRule } from '../../engine/alerts/rule.ts';
import { Section } from '../parts/Section.tsx';
import { searchGroupable } from '../filters/dimensionOptions.ts';
import { Filters } from '../filters/Filters.tsx';
import { searchValues } from '../filters/values.ts';
import { DurationField } from './DurationField.tsx';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { valuesQuery } from './values.ts';

interface Props {
  rule: AlertRule;
  choices: Choices;
  datasourceUid: string | undefined;
  onChange: (choices: Choices) => void;
}

/** Shows the fields for everything that can be chosen for a rule. */
export function Fields({ rule, choices, datasourceUid, onChange }: Props) {
  const groupable = useMemo(() => searchGroupable(rule.groupable), [rule.groupable]);
  const evaluation = measuresOf(rule).find((measure) => measure.evaluation !== undefined)?.evaluation;
  const evaluations = useMemo(
    () => searchValues(datasourceUid, valuesQuery(rule, 'evaluation')),
    [datasourceUid, rule]
  );
  const choose = (part: Partial<Choices>) => onChange({ ...choices, ...part });
  const always = rule.alwaysBy ?? [];
  return (
    <Stack direction="column" gap={3}>
      <Section title={messages.numbers}>
        {tunablesOf(rule).map((bound) => (
          <NumberField
            key={bound.id}
            bound={{ ...bound, number: choices.numbers?.[bound.id] ?? bound.number }}
            shipped={bound.number}
            onChange={(number) => choose({ numbers: { ...choices.numbers, [bound.id]: number } })}
          />
        ))}
        <DurationField
          id="window"
          label={messages.window}
          description={messages.windowText}
          seconds={choices.window ?? rule.window}
          shipped={rule.window}
          onChange={(window) => choose({ window })}
        />
        <DurationField
          id="for"
          label={messages.pending}
          description={messages.pendingText}
          seconds={choices.for ?? rule.pending}
          shipped={rule.pending}
          onChange={(seconds) => choose({ for: seconds })}
        />
      </Section>
      {rule.statement.kind === 'measure' && (
        <Section title={messages.scope}>
          {evaluation !== undefined && (
            <Field noMargin label={messages.evaluation} description={messages.evaluationText}>
              <Combobox
                id="evaluation"
                width={30}
                createCustomValue
                options={evaluations}
                value={choices.evaluation ?? evaluation}
                onChange={({ value }) => choose({ evaluation: value })}
              />
            </Field>
          )}
          <Field
            noMargin
            label={messages.groupBy}
            description={[
              messages.groupByText,
              ...(always.length > 0
                ? [messages.alwaysBy(always.map((id) => dimensionOption(id).label ?? id).join(', '))]
                : []),
            ].join(' ')}
          >
            <MultiCombobox
              id="group-by"
              placeholder={messages.groupByPlaceholder}
              options={groupable}
              value={(choices.groupBy ?? rule.statement.groupBy).map(dimensionOption)}
              onChange={(chosen) => choose({ groupBy: chosen.map(({ value }) => value) })}
            />
          </Field>
          <Filters
            description={messages.filtersText}
            dimensions={rule.groupable}
            valuesQuery={(dimension) => valuesQuery(rule, dimension)}
            datasourceUid={datasourceUid}
            filters={choices.filters ?? []}
            onChange={(filters) => choose({ filters })}
          />
        </Section>
      )}
    </Stack>
  );
}
