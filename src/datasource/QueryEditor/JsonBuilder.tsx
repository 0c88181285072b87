import { EditorField, EditorRow } from '@grafana/plugin-ui';
import React, { useState } from 'react';

import { isObject, readJson, writeJson } from '../json.ts';
import { JsonField } from '../JsonField.tsx';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

interface Props {
  query: GenAIQuery;
  onChange: (query: GenAIQuery) => void;
}

/** Edits a query without a form as JSON. The engine reports what is wrong with it. */
export function JsonBuilder({ query, onChange }: Props) {
  const { refId, hide, datasource, key, queryType, ...own } = query;
  const [problem, setProblem] = useState<string>();

  const change = (text: string) => {
    const json = readJson(text);
    if (!json.ok || !isObject(json.value)) {
      setProblem(messages.notJson(json.ok ? '' : json.reason));
      return;
    }
    setProblem(undefined);
    if (writeJson(json.value) !== writeJson(own)) {
      const grafana = Object.entries({ refId, hide, datasource, key, queryType }).filter(
        ([, value]) => value !== undefined
      );
      onChange({ ...json.value, ...Object.fromEntries(grafana) } as unknown as GenAIQuery);
    }
  };

  return (
    <EditorRow>
      <EditorField
        label={messages.json}
        tooltip={messages.jsonTooltip}
        invalid={problem !== undefined}
        error={problem ?? ''}
      >
        <JsonField label={messages.json} text={writeJson(own)} onChange={change} />
      </EditorField>
    </EditorRow>
  );
}
