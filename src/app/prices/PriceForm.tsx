import { Button, FieldValidationMessage, InlineField, Input, Stack } from '@grafana/ui';
import React, { useId, useState } from 'react';

import { NumberInput } from '../../components/NumberInput.tsx';
import type { MatchedPrice } from '../../engine/pricing/matched.ts';
import type { Override } from '../../engine/settings/prices.ts';
import { Code } from '../parts/Code.tsx';
import { Muted } from '../parts/Muted.tsx';
import { messages as settingsMessages } from '../settings/messages.ts';
import { settingsYaml } from '../settings/yaml.ts';
import type { Settings } from '../settings/useSettings.ts';
import { problemOf, withPrice } from './change.ts';
import { messages } from './messages.ts';
import { nameOf, type Usage } from './usage.ts';

interface Props {
  usage: Usage;
  matched: MatchedPrice | undefined;
  settings: Settings;
  onClose: () => void;
}

const amounts = ['input', 'output', 'cacheRead'] as const;

/** Sets the price of a model in one line. */
export function PriceForm({ usage, matched, settings, onClose }: Props) {
  const id = useId();
  const before = matched?.override?.price;
  const [price, setPrice] = useState<Override>(() => before ?? proposed(usage, matched));
  const set = (changes: { [Key in keyof Override]?: Override[Key] | undefined }) =>
    setPrice(
      Object.fromEntries(
        Object.entries({ ...price, ...changes }).filter(([, value]) => value !== undefined)
      ) as Override
    );
  const problem = problemOf(price);
  const label = messages.formLabel(nameOf(usage));
  return (
    <Stack direction="column" gap={1}>
      <div role="group" aria-label={label}>
        {amounts.map((amount) => (
          <InlineField key={amount} label={messages[amount]} labelWidth={12} htmlFor={`${id}-${amount}`}>
            <NumberInput
              id={`${id}-${amount}`}
              width={12}
              prefix="$"
              placeholder={amount === 'cacheRead' ? messages.cacheReadText : '0'}
              min={0}
              value={price[amount]}
              onChange={(value) => set({ [amount]: amount === 'cacheRead' ? value : (value ?? 0) })}
            />
          </InlineField>
        ))}
        <InlineField label={messages.from} labelWidth={12} htmlFor={`${id}-from`}>
          <Input
            id={`${id}-from`}
            width={16}
            placeholder={messages.fromText}
            value={price.from ?? ''}
            onChange={({ currentTarget: { value } }) => set({ from: value === '' ? undefined : value })}
          />
        </InlineField>
      </div>
      <Muted>{messages.formText}</Muted>
      {problem !== undefined && <FieldValidationMessage>{problem}</FieldValidationMessage>}
      {settings.way !== 'save' && problem === undefined && (
        <Code
          label={settingsMessages.yaml}
          text={settingsYaml(withPrice(price, before)(settings.asked.value?.jsonData ?? {}))}
        />
      )}
      <Stack gap={1}>
        {settings.way === 'save' && (
          <Button
            size="sm"
            icon="save"
            disabled={problem !== undefined || settings.saving}
            onClick={async () => {
              if (await settings.save(withPrice(price, before))) {
                onClose();
              }
            }}
          >
            {settings.saving ? settingsMessages.saving : settingsMessages.save}
          </Button>
        )}
        <Button size="sm" variant="secondary" onClick={onClose}>
          {settings.way === 'save' ? settingsMessages.cancel : messages.close}
        </Button>
      </Stack>
    </Stack>
  );
}

/** Begins with the price of the table, which may only have to be confirmed. */
function proposed({ models: [first] }: Usage, matched: MatchedPrice | undefined): Override {
  const { input = 0, output = 0, cacheRead } = matched?.rates ?? {};
  return {
    model: first?.model ?? '',
    ...(first?.provider ? { provider: first.provider } : {}),
    input,
    output,
    ...(cacheRead === undefined ? {} : { cacheRead }),
  };
}
