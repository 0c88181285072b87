import { SQLEditor } from '@grafana/plugin-ui';
import React from 'react';

import { sqlLanguage } from './sqlLanguage.ts';

interface Props {
  sql: string;
  onChange: (sql: string) => void;
}

/** Edits SQL, which is applied when the editor loses focus, or with Ctrl+Enter. */
export function SqlField({ sql, onChange }: Props) {
  const commit = (next: string) => {
    if (next !== sql) {
      onChange(next);
    }
  };
  return (
    <SQLEditor
      query={sql}
      height={200}
      language={sqlLanguage}
      onBlur={commit}
      onChange={(next, run) => run && commit(next)}
    />
  );
}
