import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { tagNames } from '../../engine/source/tags.ts';
import type { Settings } from '../types.ts';
import { ListField } from './ListField.tsx';
import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';
import { SelectField } from './SelectField.tsx';

type Tag = 'feature' | 'userTier' | 'team' | 'customer' | 'user' | 'conversation';

const tags: readonly Tag[] = ['feature', 'userTier', 'team', 'customer', 'user', 'conversation'];

const inputTokens = (['auto', 'included', 'excluded'] as const).map((value) => ({
  value,
  label: messages.inputTokensOptions[value],
}));

export function TagsSection({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const disabled = options.readOnly ?? false;
  const setTag = (tag: Tag, names: string[] | undefined) => {
    const given = Object.entries({ ...jsonData.tagKeys, [tag]: names }).filter(([, list]) => list !== undefined);
    onOptionsChange(withSettings(options, { tagKeys: given.length > 0 ? Object.fromEntries(given) : undefined }));
  };
  const setExcluded = (environments: string[] | undefined) => {
    const { environments: _, ...rest } = jsonData.exclude ?? {};
    const exclude = { ...rest, ...(environments ? { environments } : {}) };
    onOptionsChange(withSettings(options, { exclude: Object.keys(exclude).length > 0 ? exclude : undefined }));
  };
  return (
    <ConfigSection title={messages.tags} description={messages.tagsDescription} isCollapsible isInitiallyOpen={false}>
      {tags.map((tag) => (
        <ListField
          key={tag}
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
      <ListField
        id="excluded-environments"
        label={messages.excluded}
        tooltip={messages.excludedTooltip}
        placeholder={messages.excludedPlaceholder}
        value={jsonData.exclude?.environments}
        disabled={disabled}
        onChange={setExcluded}
      />
    </ConfigSection>
  );
}
