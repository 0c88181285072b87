import type { PanelData, QueryEditorProps, TimeRange } from '@grafana/data';
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
import { mayBeRule } from './rule.ts';
import { RulePreview } from './RulePreview.tsx';
import { SpansBuilder } from './SpansBuilder.tsx';
import { SqlField } from './SqlField.tsx';
import { usePreview } from './usePreview.ts';

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

  const preview = usePreview({ query, datasource, app, range, request: data?.request });
  const failure = failureOf(data, query.refId) ?? (preview && !preview.ok ? preview.message : undefined);

  return (
    <EditorRows>
      <Header query={query} app={app} preview={preview} settings={datasource.hostSettings.jsonData} onChange={change} />
      <Builder query={query} datasource={datasource} range={range} failure={failure} onChange={change} />
      <Options query={query} app={app} onChange={change} />
      {isComplete(query) && <Preview preview={preview} />}
      {isComplete(query) && mayBeRule(query) && <RulePreview query={query} datasource={datasource} range={range} />}
    </EditorRows>
  );
}

/** Why the query failed, if the answer shown is of it. */
function failureOf(data: PanelData | undefined, refId: string): string | undefined {
  const own = data?.errors?.find((error) => error.refId === undefined || error.refId === refId);
  return own && (own.data?.message ?? own.message);
}

interface BuilderProps {
  query: GenAIQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  failure: string | undefined;
  onChange: (query: GenAIQuery) => void;
}

function Builder({ query, datasource, range, failure, onChange }: BuilderProps) {
  switch (query.kind) {
    case 'measure':
      return <MeasureBuilder query={query} datasource={datasource} range={range} onChange={onChange} />;
    case 'spans':
      return <SpansBuilder query={query} datasource={datasource} range={range} onChange={onChange} />;
    case 'budgets':
      return <BudgetsBuilder query={query} datasource={datasource} onChange={onChange} />;
    case 'sql':
      return (
        <SqlField
          sql={query.sql}
          datasource={datasource}
          range={range}
          failure={failure}
          onChange={(sql) => onChange({ ...query, sql })}
        />
      );
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
