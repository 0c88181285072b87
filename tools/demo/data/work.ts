import type { Feature, FeatureId } from './company.ts';
import type { ModelId, Usage } from './models.ts';
import type { Random } from './random.ts';
import type { Attributes } from './rows.ts';
import type { Conditions } from './story.ts';
import type { Trace } from './trace.ts';

/** A request in the making. `cursor` is the time reached, ns relative to T0. */
export interface Work {
  trace: Trace;
  random: Random;
  minute: number;
  cursor: number;
  conditions: Conditions;
}

/** A user request: the trace being generated, with the user, feature and model. */
export interface Request extends Work {
  id: FeatureId;
  feature: Feature;
  model: ModelId;
  conversation: string;
  /** On every span that concerns a model or a tool. */
  tags: Attributes;
  /** The same tags and the prompt's, on chat spans. */
  chatTags: Attributes;
  /** Span id of the HTTP server span. */
  root: string;
}

/** A successful model call. */
export interface Answer {
  spanId: string;
  responseId: string;
  end: number;
  usage: Usage;
  cost: number | null;
  tags: Attributes;
}
