import { SECOND } from './clock.ts';
import type { Model } from './models.ts';
import { INSTRUMENTATIONS } from './names.ts';
import { conditions } from './story.ts';
import { addSpan } from './trace.ts';
import type { Request } from './work.ts';

/** The share of calls that fail other than with a 429, and how: error type, message, seconds. */
const FAILED = 0.004;
const FAILURES = [
  ['timeout', 'Request timed out', 20],
  ['500', 'The server had an error while processing the request', 0.4],
  ['content_filter', 'The response was filtered', 0.6],
] as const;

function failedAttempt(request: Request, parent: string, model: Model, kind: readonly [string, string, number]): void {
  const names = INSTRUMENTATIONS[request.feature.names];
  const start = request.cursor;
  const end = start + Math.round(kind[2] * SECOND);
  const call = {
    operation: 'chat',
    model,
    usage: null,
    responseId: '',
    stream: false,
    firstChunk: null,
    cost: null,
    errorType: kind[0],
    conversation: request.conversation,
    tags: request.chatTags,
  } as const;
  addSpan(request.trace, {
    id: request.random.hex(16),
    parent,
    name: names.spanName(call),
    kind: 'Client',
    scope: names.scope(model.provider),
    start,
    end,
    attributes: names.attributes(call),
    error: kind[1],
  });
  request.cursor = end;
}

/** Simulates failed attempts, until one may succeed or the client gives up. @returns whether one may succeed */
export function survives(request: Request, parent: string, model: Model): boolean {
  const { random } = request;
  const now = conditions(request.minute, { feature: request.id, provider: model.provider });
  for (let attempt = 0; attempt < now.attempts; attempt++) {
    if (!random.chance(now.rateLimited)) {
      break;
    }
    failedAttempt(request, parent, model, ['429', 'Rate limit reached', random.between(0.04, 0.2)]);
    request.cursor += Math.round(random.between(0.5, 1) * 2 ** attempt * SECOND);
    if (attempt === now.attempts - 1) {
      return false;
    }
  }
  if (random.chance(FAILED)) {
    failedAttempt(request, parent, model, random.pick(FAILURES));
    return false;
  }
  return true;
}
