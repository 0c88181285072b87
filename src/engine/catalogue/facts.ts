import type { FieldId } from './fields.ts';

/**
 * The rows that a measure is computed over, each with its own time.
 *
 * `operations` are the canonical operations of its spans, or all if left out. `identity` is the field that spans about the
 * same call share; facts without it count spans. `evaluations` are scores, at the time they were given.
 */
export interface Fact {
  title: string;
  operations?: readonly string[];
  identity?: 'responseId' | 'toolCallId';
  /** Canonical fields of which a row must have one, to be distinguished from a model call. */
  toldBy?: readonly FieldId[];
}

export const facts = {
  requests: {
    title: 'Model calls',
    operations: [
      'chat',
      'text_completion',
      'generate_content',
      'embeddings',
      'image_generation',
      'speech',
      'transcription',
      'realtime',
    ],
    identity: 'responseId',
  },
  tools: {
    title: 'Tool calls',
    operations: ['execute_tool'],
    identity: 'toolCallId',
    toldBy: ['operation', 'toolName'],
  },
  agents: { title: 'Agent runs', operations: ['invoke_agent'], toldBy: ['operation'] },
  guardrails: { title: 'Guardrail checks', operations: ['guardrail'], toldBy: ['operation'] },
  spans: { title: 'gen_ai spans of any kind' },
  evaluations: { title: 'Scores' },
} as const satisfies Record<string, Fact>;

export type FactId = keyof typeof facts;
/** The facts whose rows are spans. */
export type SpanFactId = Exclude<FactId, 'evaluations'>;

export const factIds = Object.keys(facts) as FactId[];
