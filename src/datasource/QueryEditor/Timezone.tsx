import { EditorField } from '@grafana/plugin-ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import type { GenAIMeasureQuery } from '../types.ts';
import { messages } from './messages.ts';

interface Props {
  query: GenAIMeasureQuery;
  onChange: (query: GenAIMeasureQuery) => void;
}

const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }));

/** Edits the time zone of days, months and baselines; hidden where there are none. */
export function Timezone({ query, onChange }: Props) {
  if (query.format !== 'timeseries' && !query.baseline) {
    return <></>;
  }
  const { timezone, ...rest } = query;
  const id = `${query.refId}-timezone`;
  return (
    <EditorField label={messages.timezone} tooltip={messages.timezoneTooltip} htmlFor={id} optional>
      <Combobox
        id={id}
        width={28}
        placeholder={messages.timezonePlaceholder}
        isClearable
        createCustomValue
        options={zones}
        value={timezone ?? null}
        onChange={(chosen) => onChange(chosen ? { ...rest, timezone: chosen.value } : rest)}
      />
    </EditorField>
  );
}
