import { CoreApp } from '@grafana/data';
import { EditorHeader, FlexItem, InlineSelect } from '@grafana/plugin-ui';
import { Alert, RadioButtonGroup } from '@grafana/ui';
import React, { useRef, useState } from 'react';

import type { Format, Query, SqlQuery } from '../../engine/query/model.ts';
import { defaultOf, modeIds, modeOf, modes, type Mode } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { hasDistribution, withFormat } from './measureRef.ts';
import { messages } from './messages.ts';
import type { Previewed } from './usePreview.ts';

type Kind = GenAIQuery['kind'];

/** The mode of a query that a later version saved. */
const unknownMode = 'other';

interface Props {
  query: GenAIQuery;
  app: CoreApp | undefined;
  preview: Previewed | undefined;
  /** The data source's settings, which say what SQL may read. */
  settings: Readonly<Record<string, unknown>>;
  onChange: (query: GenAIQuery) => void;
}

/** SQL that was made of a form: the form's mode and the statement. */
interface Made {
  of: Mode;
  sql: string;
}

export function Header({ query, app, preview, settings, onChange }: Props) {
  /** Remembers the queries of the other modes, to return to them. */
  const left = useRef<Partial<Record<string, GenAIQuery>>>({});
  const [made, setMade] = useState<Made>();
  const mode = modeOf(query.kind) ?? unknownMode;
  const kinds: readonly Kind[] = mode === unknownMode ? [] : modes[mode];

  const become = (own: Query) => {
    const { refId, hide, datasource, key } = query;
    const grafana = Object.fromEntries(
      Object.entries({ hide, datasource, key }).filter(([, value]) => value !== undefined)
    );
    onChange({ ...own, ...grafana, refId } as GenAIQuery);
  };
  /** The statement of the preview, unless SQL was edited by hand: then that is what one returns to. */
  const statement = (): SqlQuery | undefined => {
    const edited = left.current['sql'];
    const isEdited = edited?.kind === 'sql' && edited.sql !== made?.sql;
    const sql = !isEdited && preview?.ok && isSame(preview.of, query) ? preview.asSql?.() : undefined;
    if (sql === undefined || mode === unknownMode) {
      return undefined;
    }
    setMade({ of: mode, sql });
    return asSqlQuery(query, sql);
  };
  const switchTo = (next: Mode | typeof unknownMode) => {
    const own =
      (next === 'sql' ? statement() : undefined) ??
      left.current[next] ??
      (next === unknownMode ? undefined : defaultOf(modes[next][0], app));
    if (next !== mode && own) {
      left.current[mode] = query;
      become(own);
    }
  };
  const formats = formatsOf(query, app);

  const from = query.kind === 'sql' ? made : undefined;

  return (
    <>
      <EditorHeader>
        {formats.length > 0 && (
          <InlineSelect
            label={messages.format}
            options={formats.map((value) => ({ value, label: messages[value] }))}
            value={query.format}
            onChange={({ value = query.format }) =>
              onChange(query.kind === 'measure' ? withFormat(query, value) : { ...query, format: value })
            }
          />
        )}
        {kinds.length > 1 && (
          <InlineSelect
            label={messages.show}
            options={kinds.map((value) => ({ value, label: messages.kinds[value] ?? value }))}
            value={query.kind}
            onChange={({ value = query.kind }) => value !== query.kind && become(keeping(query, defaultOf(value, app)))}
          />
        )}
        <FlexItem grow={1} />
        <RadioButtonGroup
          aria-label={messages.mode}
          size="sm"
          options={modesOf(mode, app).map((value) => ({ value, label: messages.modes[value] }))}
          value={mode}
          onChange={switchTo}
        />
      </EditorHeader>
      {from && (
        <Alert severity="info" title={messages.sqlOf(messages.modes[from.of])} bottomSpacing={0}>
          {settings['sql'] === 'all' ? null : messages.sqlIsChecked}
        </Alert>
      )}
    </>
  );
}

const isSame = (a: GenAIQuery, b: GenAIQuery): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A query of kind `sql` that is asked as another was: its time buckets, its delay and its one number of a rule. */
function asSqlQuery({ version, format, step, delay, select }: Query, sql: string): SqlQuery {
  const kept = Object.fromEntries(Object.entries({ step, delay, select }).filter(([, value]) => value !== undefined));
  return { version, kind: 'sql', format: format === 'timeseries' ? format : 'table', ...kept, sql };
}

/** Keeps what two kinds have in common, such as the prompt. */
function keeping(query: GenAIQuery, next: Query): Query {
  const shared = Object.entries(query).filter(([name]) => ['prompt', 'filters'].includes(name) && name in next);
  return { ...next, ...Object.fromEntries(shared) };
}

/** Lists the formats of a query. A heatmap needs exactly one measure, and cannot be used in alert rules. */
function formatsOf(query: GenAIQuery, app: CoreApp | undefined): Format[] {
  if (query.kind !== 'measure' && query.kind !== 'sql') {
    return [];
  }
  const spread = query.kind === 'measure' && hasDistribution(query) && app !== CoreApp.UnifiedAlerting;
  return ['timeseries', 'table', ...(spread || query.format === 'heatmap' ? ['heatmap' as const] : [])];
}

/** Lists the modes; alert rules can only use those that return numbers. */
function modesOf(mode: Mode | typeof unknownMode, app: CoreApp | undefined) {
  const offered: Array<Mode | typeof unknownMode> =
    app === CoreApp.UnifiedAlerting ? ['measure', 'budgets', 'sql'] : modeIds;
  return offered.includes(mode) ? offered : [...offered, mode];
}
