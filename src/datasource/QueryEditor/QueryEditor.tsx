import type { QueryEditorProps, TimeRange } from '@grafana/data';
import { EditorRows } from '@grafana/plugin-ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import { fillIn, isComplete } from '../defaults.ts';
import type { GenAIQuery, Settings } from '../types.ts';
import { BudgetsBuilder } from './BudgetsBuilder.tsx';
import { FormBuilder } from './FormBuilder.tsx';
import { Header } from './Header.tsx';
import { JsonBuilder } from './JsonBuilder.tsx';
import { MeasureBuilder } from './MeasureBuilder.tsx';
import { Options } from './Options.tsx';
import { Preview } from './Preview.tsx';
import { SpansBuilder } from './SpansBuilder.tsx';
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
      <Builder query={query} datasource={datasource} range={range} onChange={change} />
      <Options query={query} app={app} onChange={change} />
      {isComplete(query) && (
        <Preview query={query} datasource={datasource} app={app} range={range} request={data?.request} />
      )}
    </EditorRows>
  );
}

interface BuilderProps {
  query: GenAIQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAIQuery) => void;
}

function Builder({ query, datasource, range, onChange }: BuilderProps) {
  switch (query.kind) {
    case 'measure':
      return <MeasureBuilder query={query} datasource={datasource} range={range} onChange={onChange} />;
    case 'spans':
      return <SpansBuilder query={query} datasource={datasource} range={range} onChange={onChange} />;
    case 'budgets':
      return <BudgetsBuilder query={query} datasource={datasource} onChange={onChange} />;
    case 'sql':
      return <SqlField sql={query.sql} onChange={(sql) => onChange({ ...query, sql })} />;
    case 'prompt_versions':
    case 'prompt_compare':
    case 'prompt_template':
    case 'semantic_cache':
    case 'trace':
    case 'conversation':
    case 'logs':
    case 'events':
    case 'values':
      return <FormBuilder key={query.kind} query={query} datasource={datasource} range={range} onChange={onChange} />;
    default:
      return <JsonBuilder query={query} onChange={onChange} />;
  }
}
