import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { tagNames } from '../../engine/source/tags.ts';
import type { Settings } from '../types.ts';
import { KeysField } from './KeysField.tsx';
import { ListField, namesIn } from './ListField.tsx';
import { MappingField } from './MappingField.tsx';
import { messages } from './messages.ts';
import { given, withSettings, type Props } from './props.ts';
import { NumberField } from './NumberField.tsx';
import type { Saved } from './saved.ts';
import { SelectField } from './SelectField.tsx';

const tags = [
  ...(['feature', 'userTier', 'team', 'customer', 'user', 'conversation'] as const),
  ...(['environment', 'promptName', 'promptVersion', 'repository'] as const),
];

type Tag = (typeof tags)[number];

type Exclude = NonNullable<Settings['exclude']>;

const inputTokens = (['auto', 'included', 'excluded'] as const).map((value) => ({
  value,
  label: messages.inputTokensOptions[value],
}));

const featureFrom = (['tags', 'workflow'] as const).map((value) => ({
  value,
  label: messages.featureFromOptions[value],
}));

const traceStateWeights = (['ignored', 'counted'] as const).map((value) => ({
  value,
  label: messages.traceStateWeightsOptions[value],
}));

export function TagsSection({ options, onOptionsChange, saved }: Props & { saved: Saved }) {
  const { jsonData } = options;
  const disabled = options.readOnly ?? false;
  const setTag = (tag: Tag, names: string[] | undefined) => {
    onOptionsChange(withSettings(options, { tagKeys: given({ ...jsonData.tagKeys, [tag]: names }) }));
  };
  const setExcluded = (rules: { [Rule in keyof Exclude]: Exclude[Rule] | undefined }) => {
    onOptionsChange(withSettings(options, { exclude: given({ ...jsonData.exclude, ...rules }) }));
  };
  return (
    <ConfigSection title={messages.tags} description={messages.tagsDescription} isCollapsible isInitiallyOpen={false}>
      {tags.map((tag) => (
        <KeysField
          key={tag}
          offered={saved.keys}
          id={`tag-${tag}`}
          label={messages.tagLabels[tag]}
          tooltip={messages.tagTooltip}
          placeholder={(tagNames[tag] ?? []).join(', ')}
          value={jsonData.tagKeys?.[tag]}
          disabled={disabled}
          onChange={(names) => setTag(tag, names)}
        />
      ))}
      <SelectField
        id="feature-from"
        label={messages.featureFrom}
        tooltip={messages.featureFromTooltip}
        options={featureFrom}
        otherwise="tags"
        value={jsonData.featureFrom}
        disabled={disabled}
        onChange={(value) =>
          onOptionsChange(withSettings(options, { featureFrom: value as Settings['featureFrom'] | undefined }))
        }
      />
      <SelectField
        id="input-tokens"
        label={messages.inputTokens}
        tooltip={messages.inputTokensTooltip}
        options={inputTokens}
        otherwise="auto"
        value={jsonData.inputTokens}
        disabled={disabled}
        onChange={(value) =>
          onOptionsChange(withSettings(options, { inputTokens: value as Settings['inputTokens'] | undefined }))
        }
      />
      <NumberField
        id="max-weight"
        label={messages.maxWeight}
        tooltip={messages.maxWeightTooltip}
        placeholder="10000"
        min={1}
        value={jsonData.maxWeight}
        disabled={disabled}
        onChange={(maxWeight) => onOptionsChange(withSettings(options, { maxWeight }))}
      />
      <SelectField
        id="trace-state-weights"
        label={messages.traceStateWeights}
        tooltip={messages.traceStateWeightsTooltip}
        options={traceStateWeights}
        otherwise="ignored"
        value={jsonData.traceStateWeights ? 'counted' : 'ignored'}
        disabled={disabled}
        onChange={(value) =>
          onOptionsChange(withSettings(options, { traceStateWeights: value === 'counted' ? true : undefined }))
        }
      />
      <ListField
        id="excluded-environments"
        label={messages.excluded}
        tooltip={messages.excludedTooltip}
        placeholder={messages.excludedPlaceholder}
        value={jsonData.exclude?.environments}
        disabled={disabled}
        onChange={(environments) => setExcluded({ environments })}
      />
      <MappingField
        id="excluded-attributes"
        label={messages.excludedAttributes}
        tooltip={messages.excludedAttributesTooltip}
        placeholder={messages.excludedAttributesPlaceholder}
        rows={3}
        value={eachValue(jsonData.exclude?.attributes, (values) => values.join(', '))}
        disabled={disabled}
        onChange={(attributes) => setExcluded({ attributes: eachValue(attributes, namesIn) })}
      />
    </ConfigSection>
  );
}

function eachValue<Value, Made>(
  record: Readonly<Record<string, Value | undefined>> | undefined,
  make: (value: Value) => Made
): Record<string, Made> | undefined {
  return (
    record &&
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, make(value)]]))
    )
  );
}
