import type { TimeRange } from '@grafana/data';
import { EditorFieldGroup, EditorRow } from '@grafana/plugin-ui';
import React from 'react';

import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIMeasureQuery } from '../types.ts';
import { Baseline } from './Baseline.tsx';
import { DimensionsField } from './DimensionsField.tsx';
import { Filters } from './Filters.tsx';
import { withMeasures } from './measureRef.ts';
import { Measures } from './Measures.tsx';
import { messages } from './messages.ts';
import { Timezone } from './Timezone.tsx';
import { Top } from './Top.tsx';
import { WhatIf } from './WhatIf.tsx';

interface Props {
  query: GenAIMeasureQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (query: GenAIMeasureQuery) => void;
}

export function MeasureBuilder({ query, datasource, range, onChange }: Props) {
  return (
    <>
      <EditorRow>
        <Measures
          refId={query.refId}
          measures={query.measures}
          format={query.format}
          datasource={datasource}
          range={range}
          onChange={(measures) => onChange(withMeasures(query, measures))}
        />
        <EditorFieldGroup>
          <Baseline query={query} onChange={onChange} />
          <WhatIf query={query} datasource={datasource} onChange={onChange} />
          <Timezone query={query} onChange={onChange} />
        </EditorFieldGroup>
      </EditorRow>
      {isGrouped(query) && (
        <EditorRow>
          <EditorFieldGroup>
            <DimensionsField
              id={`${query.refId}-group-by`}
              label={messages.groupBy}
              tooltip={messages.groupByTooltip}
              placeholder={messages.groupByPlaceholder}
              dimensions={query.groupBy ?? []}
              onChange={(groupBy) => onChange({ ...query, groupBy })}
            />
            <Top query={query} onChange={onChange} />
          </EditorFieldGroup>
        </EditorRow>
      )}
      <EditorRow>
        <Filters
          refId={query.refId}
          filters={query.filters ?? []}
          datasource={datasource}
          range={range}
          onChange={(filters) => onChange({ ...query, filters })}
        />
      </EditorRow>
    </>
  );
}

/** Whether to show groups: a heatmap has none, but those from a file stay visible so that they can be removed. */
function isGrouped({ format, groupBy, top }: GenAIMeasureQuery): boolean {
  return format !== 'heatmap' || (groupBy ?? []).length > 0 || top !== undefined;
}
