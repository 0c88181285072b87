import type { QueryEditorProps } from '@grafana/data';
import { EditorRows } from '@grafana/plugin-ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import { fillIn, isComplete } from '../defaults.ts';
import type { GenAIQuery, Settings } from '../types.ts';
import { Header } from './Header.tsx';
import { MeasureBuilder } from './MeasureBuilder.tsx';
import { Options } from './Options.tsx';
import { Preview } from './Preview.tsx';
import { SqlField } from './SqlField.tsx';

export type Props = QueryEditorProps<GenAIDataSource, GenAIQuery, Settings>;

export function QueryEditor(props: Props) {
  const { app, datasource, data, onChange, onRunQuery, range } = props;
  const query = fillIn(props.query, app);

  const change = (next: GenAIQuery) => {
    onChange(next);
    if (isComplete(next)) {
      onRunQuery();
    }
  };

  return (
    <EditorRows>
      <Header query={query} app={app} onChange={change} />
      {query.kind === 'sql' ? (
        <SqlField sql={query.sql} onChange={(sql) => change({ ...query, sql })} />
      ) : (
        <MeasureBuilder query={query} datasource={datasource} range={range} onChange={change} />
      )}
      <Options query={query} app={app} onChange={change} />
      <Preview query={query} datasource={datasource} app={app} range={range} request={data?.request} />
    </EditorRows>
  );
}
