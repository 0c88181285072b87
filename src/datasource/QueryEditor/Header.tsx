import { CoreApp } from '@grafana/data';
import { EditorHeader, FlexItem, InlineSelect } from '@grafana/plugin-ui';
import { RadioButtonGroup } from '@grafana/ui';
import React, { useRef } from 'react';

import type { Format } from '../../engine/query/model.ts';
import { defaultOf, editedKinds, type EditedKind } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { hasDistribution, withFormat } from './measureRef.ts';
import { messages } from './messages.ts';

type Kind = GenAIQuery['kind'];

interface Props {
  query: GenAIQuery;
  app: CoreApp | undefined;
  onChange: (query: GenAIQuery) => void;
}

export function Header({ query, app, onChange }: Props) {
  /** The queries of the other modes, to come back to. */
  const left = useRef<Partial<Record<Kind, GenAIQuery>>>({});

  const switchTo = (kind: Kind) => {
    const own = left.current[kind] ?? (isEdited(kind) ? defaultOf(kind, app) : undefined);
    if (kind === query.kind || !own) {
      return;
    }
    const { refId, hide, datasource, key } = query;
    const grafana = Object.fromEntries(
      Object.entries({ hide, datasource, key }).filter(([, value]) => value !== undefined)
    );
    left.current[query.kind] = query;
    onChange({ ...own, ...grafana, refId } as GenAIQuery);
  };
  const formats = formatsOf(query, app);

  return (
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
      <FlexItem grow={1} />
      <RadioButtonGroup
        aria-label={messages.mode}
        size="sm"
        options={kindsOf(query, app)}
        value={query.kind}
        onChange={switchTo}
      />
    </EditorHeader>
  );
}

/** Only values over time and rows have a choice, and a heatmap is of the values of one measure. Rules read no heatmap. */
function formatsOf(query: GenAIQuery, app: CoreApp | undefined): Format[] {
  if (query.kind !== 'measure' && query.kind !== 'sql') {
    return [];
  }
  const spread = query.kind === 'measure' && hasDistribution(query) && app !== CoreApp.UnifiedAlerting;
  return ['timeseries', 'table', ...(spread || query.format === 'heatmap' ? ['heatmap' as const] : [])];
}

function kindsOf(query: GenAIQuery, app: CoreApp | undefined): Array<{ label: string; value: Kind }> {
  const offered: Kind[] = editedKinds.filter((kind) => kind !== 'calls' || app !== CoreApp.UnifiedAlerting);
  const kinds = offered.includes(query.kind) ? offered : [...offered, query.kind];
  return kinds.map((value) => ({ value, label: isEdited(value) ? messages.kinds[value] : messages.otherKind }));
}

function isEdited(kind: Kind): kind is EditedKind {
  return (editedKinds as readonly Kind[]).includes(kind);
}
