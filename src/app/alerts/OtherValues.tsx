import { Badge, Button, Field, Stack } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { BacktestResult } from '../../engine/alerts/backtest/model.ts';
import type { Bound } from '../../engine/alerts/rule.ts';
import { Section } from '../parts/Section.tsx';
import { formatNumber } from './format.ts';
import { messages } from './messages.ts';
import { Table } from '../parts/Table.tsx';

interface Props {
  result: BacktestResult;
  /** The chosen numbers of the rule, and the one to vary. */
  numbers: Bound[];
  tried: Bound;
  incidents: number;
  onTry: (id: string) => void;
  onTake: (value: number) => void;
}

/** Shows what other values of a number would have done. */
export function OtherValues({ result, numbers, tried, incidents, onTry, onTake }: Props) {
  const { trials, suggested } = result.trials[0] ?? { trials: [], suggested: null };
  const marked = incidents > 0;
  const { otherValues, numberToTry, value, facts, caught, falseAlarms } = messages;
  return (
    <Section title={otherValues}>
      <Field noMargin label={numberToTry}>
        <Combobox
          id="tried"
          width={40}
          options={numbers.map(({ id, title }) => ({ value: id, label: title }))}
          value={tried.id}
          onChange={(chosen) => onTry(chosen.value)}
        />
      </Field>
      <Table
        label={otherValues}
        head={[value, facts.firings, ...(marked ? [caught, falseAlarms] : []), messages.actions]}
        rows={trials.map((trial) => {
          const text = `${tried.is} ${formatNumber(trial.value, tried.unit)}`;
          return {
            key: String(trial.value),
            cells: [
              <Stack key="value" gap={1} alignItems="center">
                <span>{text}</span>
                {trial.value === suggested && <Badge color="green" text={messages.suggested} />}
                {trial.value === tried.number && <Badge color="blue" text={messages.chosen} />}
              </Stack>,
              trial.firings,
              ...(marked ? [messages.ofIncidents(trial.caught, incidents), trial.falseAlarms] : []),
              <Button
                key="take"
                size="sm"
                variant={trial.value === suggested ? 'primary' : 'secondary'}
                disabled={trial.value === tried.number}
                aria-label={messages.takeLabel(text)}
                onClick={() => onTake(trial.value)}
              >
                {messages.take}
              </Button>,
            ],
          };
        })}
      />
    </Section>
  );
}
