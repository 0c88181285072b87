import { survives } from './attempts.ts';
import { MILLISECOND } from './clock.ts';
import { scoreInSpan } from './evaluations.ts';
import { costOf, MODELS, type Model, type Usage } from './models.ts';
import { INSTRUMENTATIONS } from './names.ts';
import { said } from './said.ts';
import { addSpan } from './trace.ts';
import type { Answer, Request } from './work.ts';

/** Share of the priced calls whose cost the instrumentation reports. */
const COST_REPORTED = 0.98;

/** The longest generation, so that a whole trace ends within the generator's look-back. */
const LONGEST_MS = 8000;

function tokens(request: Request, model: Model, longer: number): Usage {
  const { random, feature } = request;
  const input = Math.round(random.lognormal(feature.input * longer, 0.3));
  const cachedInput = random.chance(feature.cached) ? Math.floor((input * random.between(0.4, 0.7)) / 128) * 128 : 0;
  return {
    input,
    cachedInput: model.price ? cachedInput : 0,
    output: Math.round(random.lognormal(feature.output, 0.35)),
  };
}

/**
 * One chat call with its retries. Moves the cursor to its end.
 * @param longer factor on the input tokens
 * @returns null if it failed for good
 */
export function chat(request: Request, parent: string, longer = 1, last = true): Answer | null {
  const { random, feature } = request;
  const model: Model = MODELS[request.model];
  if (!survives(request, parent, model)) {
    return null;
  }
  const names = INSTRUMENTATIONS[feature.names];
  const usage = tokens(request, model, longer * request.conditions.inputTokens);
  const stream = random.chance(feature.streamed);
  const firstChunk = random.lognormal(model.firstChunkMs, 0.35);
  const duration = Math.min(
    LONGEST_MS,
    firstChunk + (usage.output / model.tokensPerSecond) * 1000 * random.between(0.8, 1.25)
  );
  const start = request.cursor;
  const end = start + Math.round(duration * MILLISECOND);
  const answer = {
    spanId: random.hex(16),
    responseId: model.responseIdPrefix + random.hex(24),
    end,
    usage,
    cost: random.chance(COST_REPORTED) ? costOf(model, usage) : null,
    tags: request.chatTags,
  };
  const call = {
    ...answer,
    operation: 'chat',
    model,
    stream,
    firstChunk: stream && feature.names === 'current' ? Number((firstChunk / 1000).toFixed(4)) : null,
    errorType: null,
    conversation: request.conversation,
  } as const;
  addSpan(request.trace, {
    id: answer.spanId,
    parent,
    name: names.spanName(call),
    kind: 'Client',
    scope: names.scope(model.provider),
    start,
    end,
    attributes: { ...names.attributes(call), ...said(request, answer.spanId) },
    events: last ? scoreInSpan(request, answer) : [],
  });
  request.cursor = end;
  return answer;
}

/** Embeds a question. Moves the cursor to its end. */
export function embed(request: Request, parent: string): void {
  const { random } = request;
  const model: Model = MODELS['text-embedding-3-small'];
  const names = INSTRUMENTATIONS.current;
  const usage = { input: random.int(8, 60), cachedInput: 0, output: 0 };
  const end = request.cursor + Math.round(random.lognormal(model.firstChunkMs, 0.3) * MILLISECOND);
  const call = {
    operation: 'embeddings',
    model,
    usage,
    responseId: '',
    stream: false,
    firstChunk: null,
    cost: costOf(model, usage),
    errorType: null,
    conversation: null,
    tags: request.tags,
  } as const;
  addSpan(request.trace, {
    id: random.hex(16),
    parent,
    name: names.spanName(call),
    kind: 'Client',
    scope: names.scope(model.provider),
    start: request.cursor,
    end,
    attributes: names.attributes(call),
  });
  request.cursor = end;
}
