import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';

import type { EventsQuery, Filter, PromptVersionsQuery } from '../../../src/engine/query/model.ts';
import { datasource } from './query.ts';

/** Marks what may have changed the numbers. Grafana itself marks the alerts of a panel. */
export const changes = (filters: readonly Filter[]): Builder<AnnotationQuery>[] => [
  annotation('Prompt deployments', 'deployments', 'purple', {
    ...{ version: 1, kind: 'prompt_versions', format: 'table' },
    ...{ filters: [...filters], deployments: true },
  }),
  annotation('Model changes', 'models', 'blue', {
    ...{ version: 1, kind: 'events', format: 'table', events: ['model_changes'] },
    filters: [...filters],
  }),
];

function annotation(
  name: string,
  refId: string,
  color: string,
  query: PromptVersionsQuery | EventsQuery
): Builder<AnnotationQuery> {
  const target: Builder<Dataquery> = {
    build: () => ({ refId, datasource, ...query, _implementsDataqueryVariant: () => {} }),
  };
  return new AnnotationQueryBuilder().name(name).datasource(datasource).enable(true).iconColor(color).target(target);
}
