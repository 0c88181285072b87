import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';

import type { PromptVersionsQuery } from '../../../src/engine/query/model.ts';
import { datasource } from './query.ts';
import { filters } from './variables.ts';

/** Marks the deployments of prompt versions. */
export function promptDeployments(): Builder<AnnotationQuery> {
  const query: PromptVersionsQuery = {
    version: 1,
    kind: 'prompt_versions',
    format: 'table',
    filters: filters(),
    deployments: true,
  };
  const target: Builder<Dataquery> = {
    build: () => ({ refId: 'deployments', datasource, ...query, _implementsDataqueryVariant: () => {} }),
  };
  return new AnnotationQueryBuilder()
    .name('Prompt deployments')
    .datasource(datasource)
    .enable(true)
    .iconColor('purple')
    .target(target);
}
