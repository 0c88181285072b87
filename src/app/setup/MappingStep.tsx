import { Button, Field, MultiCombobox, Stack } from '@grafana/ui';
import React, { useCallback, useState } from 'react';

import { formatNumber } from '../alerts/format.ts';
import { Answer } from '../parts/Answer.tsx';
import { Code } from '../parts/Code.tsx';
import { Muted } from '../parts/Muted.tsx';
import { useAgain } from '../parts/useAgain.ts';
import { useAsked } from '../parts/useAsked.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import { SettingsState } from '../settings/SettingsState.tsx';
import { useSettings } from '../settings/useSettings.ts';
import { WayNotice } from '../settings/WayNotice.tsx';
import { settingsYaml } from '../settings/yaml.ts';
import { coverageOf, keysOf, tagIds, tagKeysIn, usualKeys, withTagKeys, type Coverage, type Tag } from './mapping.ts';
import { messages } from './messages.ts';
import { lastDay, type StepProps } from './stepProps.ts';

/** Chooses the attributes that name feature, tier, team and customer, among those that spans have. */
export function MappingStep({ dataSource, now }: StepProps) {
  const { uid } = dataSource;
  const settings = useSettings(dataSource);
  const [draft, setDraft] = useState<Partial<Record<Tag, string[]>>>({});
  const keys = useAsked(uid, () => keysOf(uid, lastDay(now)));
  const jsonData = settings.asked.value?.jsonData ?? {};
  const saved = tagKeysIn(jsonData);
  const isChanged = Object.keys(draft).length > 0;
  return (
    <>
      <p>{messages.mappingText}</p>
      <WayNotice settings={settings} />
      <SettingsState settings={settings} onSettled={() => setDraft({})} />
      <Answer asked={settings.asked} what={settingsMessages.settings}>
        {() => (
          <>
            {keys.failure !== undefined && (
              <Answer asked={keys} what={messages.keys}>
                {() => null}
              </Answer>
            )}
            {tagIds.map((tag) => (
              <TagField
                key={tag}
                uid={uid}
                tag={tag}
                known={settings.known}
                now={now}
                keys={keys.value ?? []}
                chosen={draft[tag] ?? saved[tag] ?? []}
                saved={JSON.stringify(saved[tag] ?? [])}
                onChange={(next) => setDraft({ ...draft, [tag]: next })}
              />
            ))}
            {settings.way === 'save' ? (
              <div>
                <Button
                  icon="save"
                  disabled={!isChanged || settings.saving}
                  onClick={async () => {
                    if (await settings.save(withTagKeys(draft))) {
                      setDraft({});
                    }
                  }}
                >
                  {settings.saving ? settingsMessages.saving : settingsMessages.save}
                </Button>
              </div>
            ) : (
              isChanged && <Code label={settingsMessages.yaml} text={settingsYaml(withTagKeys(draft)(jsonData))} />
            )}
          </>
        )}
      </Answer>
    </>
  );
}

interface TagFieldProps {
  uid: string;
  tag: Tag;
  /** Grows once the data source knows what was saved. */
  known: number;
  now: number;
  keys: readonly string[];
  chosen: readonly string[];
  /** The keys that are saved, which the coverage is of. */
  saved: string;
  onChange: (keys: string[]) => void;
}

function TagField({ uid, tag, known, now, keys, chosen, saved, onChange }: TagFieldProps) {
  const coverage = useAsked(`${uid} ${saved}`, () => coverageOf(uid, tag, lastDay(now)));
  useAgain(coverage, known);
  const options = useCallback(
    async (typed: string) =>
      keys.filter((key) => key.toLowerCase().includes(typed.toLowerCase())).map((key) => ({ value: key, label: key })),
    [keys]
  );
  return (
    <Stack direction="column" gap={0.5}>
      <Field noMargin label={messages.tags[tag]} htmlFor={`tag-${tag}`}>
        <MultiCombobox
          id={`tag-${tag}`}
          width="auto"
          minWidth={40}
          maxWidth={80}
          createCustomValue
          placeholder={messages.usual(usualKeys(tag).join(', '))}
          options={options}
          value={chosen.map((key) => ({ value: key, label: key }))}
          onChange={(next) => onChange(next.map(({ value }) => value))}
        />
      </Field>
      <Answer asked={coverage} what={messages.coverage}>
        {(told) => <Muted>{coverageText(told)}</Muted>}
      </Answer>
    </Stack>
  );
}

function coverageText({ share, values }: Coverage): string {
  if (share === null) {
    return messages.noCalls;
  }
  return share === 0 ? messages.notCovered : messages.covered(formatNumber(share, 'percentunit'), values.join(', '));
}
