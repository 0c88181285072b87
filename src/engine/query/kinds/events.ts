import * as z from 'zod/mini';

import { atLeast, common, filters, type Common, type Filter } from '../common.ts';

export const eventKinds = ['prompt_deployments', 'model_changes', 'error_bursts', 'evaluator_changes'] as const;

export type EventKind = (typeof eventKinds)[number];

/** Lists what happened in the window, as Grafana's annotations: columns `time`, `timeEnd`, `title`, `text`, `tags`, `id`. */
export interface EventsQuery extends Common {
  kind: 'events';
  events: EventKind[];
  filters: Filter[];
  /** The number of requests or scores needed for a version, model or evaluator to count as used. */
  minimum?: number | undefined;
}

export const eventsSchema = z.strictObject({
  ...common,
  kind: z.literal('events'),
  events: z.array(z.enum(eventKinds)).check(z.minLength(1), z.maxLength(eventKinds.length)),
  filters,
  minimum: atLeast,
});
