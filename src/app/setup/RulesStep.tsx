import { Alert, Button, Checkbox, Stack, TextLink } from '@grafana/ui';
import React, { useState } from 'react';

import { reasonOf } from '../../components/reason.ts';
import type { Entry } from '../alerts/standing.ts';
import { useRules } from '../alerts/useRules.ts';
import { alertRule } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Table } from '../parts/Table.tsx';
import { may } from '../permissions.ts';
import { createRule } from './createRule.ts';
import { messages } from './messages.ts';
import type { StepProps } from './stepProps.ts';

/** Creates the rules that are chosen, with the catalogue's numbers. */
export function RulesStep({ dataSource: { uid } }: StepProps) {
  const { entries, failure, reload } = useRules();
  const [left, setLeft] = useState<readonly string[]>([]);
  const [creating, setCreating] = useState(false);
  const [outcome, setOutcome] = useState<{ created: number; failures: string[] }>();
  const missing = (entries ?? []).filter(({ standings }) => standings.length === 0);
  const chosen = missing.filter(({ rule }) => !left.includes(rule.uid));
  const toggle = (rule: string) => setLeft(left.includes(rule) ? left.filter((one) => one !== rule) : [...left, rule]);

  const create = async () => {
    setCreating(true);
    const failures: string[] = [];
    // One after the other, because a save replaces the whole group.
    for (const entry of chosen) {
      await createRule(entry, uid).catch((reason: unknown) =>
        failures.push(messages.ruleFailed(entry.rule.title, reasonOf(reason)))
      );
    }
    setOutcome({ created: chosen.length - failures.length, failures });
    await reload();
    setCreating(false);
  };

  return (
    <>
      <p>{messages.rulesText}</p>
      {outcome && outcome.created > 0 && (
        <Alert severity="success" title={messages.createdRules(outcome.created)} bottomSpacing={0} />
      )}
      {outcome && outcome.failures.length > 0 && (
        <Alert severity="error" title={messages.notCreatedRules} bottomSpacing={0}>
          {outcome.failures.map((one) => (
            <div key={one}>{one}</div>
          ))}
        </Alert>
      )}
      <Answer
        asked={{ value: failure === undefined ? entries : undefined, failure, loading: !entries, again: reload }}
        what={messages.rules}
      >
        {() =>
          missing.length === 0 ? (
            <p>{messages.allCreated}</p>
          ) : (
            <Stack direction="column" gap={2}>
              {!may('alert.rules:create') && <Alert severity="info" title={messages.mayNotRules} bottomSpacing={0} />}
              <Chosen missing={missing} left={left} disabled={creating} onToggle={toggle} />
              {may('alert.rules:create') && (
                <div>
                  <Button icon="plus" disabled={creating || chosen.length === 0} onClick={create}>
                    {creating ? messages.creatingRules : messages.createRules(chosen.length)}
                  </Button>
                </div>
              )}
            </Stack>
          )
        }
      </Answer>
    </>
  );
}

interface ChosenProps {
  missing: readonly Entry[];
  left: readonly string[];
  disabled: boolean;
  onToggle: (rule: string) => void;
}

function Chosen({ missing, left, disabled, onToggle }: ChosenProps) {
  return (
    <Table
      label={messages.rules}
      head={[messages.rule, messages.group, messages.tune]}
      widths={['auto', '220px', '140px']}
      rows={missing.map(({ rule, group }) => ({
        key: rule.uid,
        cells: [
          <Stack key="rule" gap={1}>
            <Checkbox
              aria-label={messages.chooseRule(rule.title)}
              value={!left.includes(rule.uid)}
              disabled={disabled}
              onChange={() => onToggle(rule.uid)}
            />
            <div>
              {rule.title}
              <Muted>{rule.question}</Muted>
            </div>
          </Stack>,
          group.name,
          <TextLink key="tune" href={alertRule(rule.uid)}>
            {messages.tune}
          </TextLink>,
        ],
      }))}
    />
  );
}
