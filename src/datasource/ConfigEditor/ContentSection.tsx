import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { roles } from '../../engine/settings/content.ts';
import type { Settings } from '../types.ts';
import { KeysField } from './KeysField.tsx';
import { messages } from './messages.ts';
import { given, withSettings, type Props } from './props.ts';
import type { Saved } from './saved.ts';
import { SelectField } from './SelectField.tsx';

type Content = NonNullable<Settings['content']>;

const readers = [
  { value: 'nobody', label: messages.contentNobody },
  ...roles.map((value) => ({ value, label: messages.contentReaders[value] })),
];

const sql = (['checked', 'all', 'off'] as const).map((value) => ({ value, label: messages.sqlOptions[value] }));

/** Edits who may read what users and models wrote, and what SQL may read. */
export function ContentSection({ options, onOptionsChange, saved }: Props & { saved: Saved }) {
  const { content = {}, sql: chosen } = options.jsonData;
  const disabled = options.readOnly ?? false;
  const set = (changes: { [Key in keyof Content]?: Content[Key] | undefined }) => {
    onOptionsChange(withSettings(options, { content: given({ ...content, ...changes }) }));
  };
  return (
    <ConfigSection
      title={messages.content}
      description={messages.contentDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      <SelectField
        id="content-readers"
        label={messages.contentReader}
        tooltip={messages.contentReaderTooltip}
        options={readers}
        otherwise="nobody"
        value={content.allow ? (content.minimumRole ?? 'Editor') : undefined}
        disabled={disabled}
        onChange={(role) =>
          set({ allow: role === undefined ? undefined : true, minimumRole: role as Content['minimumRole'] })
        }
      />
      <KeysField
        id="content-keys"
        offered={saved.keys}
        label={messages.contentKeys}
        tooltip={messages.contentKeysTooltip}
        placeholder="app.notes"
        value={content.keys as string[] | undefined}
        disabled={disabled}
        onChange={(keys) => set({ keys })}
      />
      <KeysField
        id="content-exempt"
        offered={saved.keys}
        label={messages.contentExempt}
        tooltip={messages.contentExemptTooltip}
        placeholder="app.query_language"
        value={content.exempt as string[] | undefined}
        disabled={disabled}
        onChange={(exempt) => set({ exempt })}
      />
      <SelectField
        id="sql"
        label={messages.sql}
        tooltip={messages.sqlTooltip}
        options={sql}
        otherwise="checked"
        value={chosen}
        disabled={disabled}
        onChange={(value) => onOptionsChange(withSettings(options, { sql: value as Settings['sql'] | undefined }))}
      />
    </ConfigSection>
  );
}
