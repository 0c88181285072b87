import type { CoreApp } from '@grafana/data';
import { EditorHeader, FlexItem, InlineSelect } from '@grafana/plugin-ui';
import { RadioButtonGroup } from '@grafana/ui';
import React, { useRef } from 'react';

import { defaultQuery, defaultSql } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

interface Props {
  query: GenAIQuery;
  app: CoreApp | undefined;
  onChange: (query: GenAIQuery) => void;
}

const kinds = [
  { label: messages.builder, value: 'measure' as const },
  { label: messages.sql, value: 'sql' as const },
];
const formats = [
  { label: messages.timeseries, value: 'timeseries' as const },
  { label: messages.table, value: 'table' as const },
];

export function Header({ query, app, onChange }: Props) {
  /** The query of the other mode, to come back to. */
  const left = useRef<GenAIQuery>();

  const switchTo = (kind: GenAIQuery['kind']) => {
    if (kind === query.kind) {
      return;
    }
    const { refId, hide, datasource, key } = query;
    const grafana = Object.fromEntries(
      Object.entries({ hide, datasource, key }).filter(([, value]) => value !== undefined)
    );
    const fresh = kind === 'sql' ? defaultSql(app) : defaultQuery(app);
    const own = left.current?.kind === kind ? left.current : fresh;
    left.current = query;
    onChange({ ...own, ...grafana, refId });
  };

  return (
    <EditorHeader>
      <InlineSelect
        label={messages.format}
        options={formats}
        value={query.format}
        onChange={({ value }) => value && onChange({ ...query, format: value })}
      />
      <FlexItem grow={1} />
      <RadioButtonGroup aria-label={messages.mode} size="sm" options={kinds} value={query.kind} onChange={switchTo} />
    </EditorHeader>
  );
}
