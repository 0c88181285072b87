import { CoreApp } from '@grafana/data';

import type { GenAIQuery } from './types.ts';

/** The frames of the node graph, which Explore shows beside a trace. */
const views = ['nodes', 'edges'] as const;

/** Asks for a trace's graph as well, where it is shown: a query has one frame. */
export function withGraph(query: GenAIQuery, app: string | undefined): GenAIQuery[] {
  const isAlone = query.kind === 'trace' && (query.view ?? 'spans') === 'spans';
  return isAlone && app === CoreApp.Explore
    ? [query, ...views.map((view) => ({ ...query, view, content: false, refId: `${query.refId} ${view}` }))]
    : [query];
}
