import { SECOND } from './clock.ts';
import type { FeatureId } from './company.ts';
import { resource } from './trace.ts';
import type { Answer, Request } from './work.ts';

/** Features whose answers can be rated by thumbs, and the share of answers that are. */
const ASKED: Partial<Record<FeatureId, number>> = { 'support-chat': 0.12, 'product-search': 0.05 };

/** The share of thumbs up for good answers; below, for bad ones. */
const LIKED = 0.9;
const LIKED_WHEN_BAD = 0.62;

/** Derives a number in [0, 1) from the answer instead of drawing it, so that the rest of the data stays the same. */
export function chanceOf(answer: Answer, salt: number): number {
  let mixed = parseInt(answer.responseId.slice(-8), 16) ^ Math.imul(salt, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Writes the thumbs that some users give an answer within a minute or so: a score of 1 or 0, logged by the shop. */
export function feedback(request: Request, answer: Answer): void {
  const { trace, conditions } = request;
  if (chanceOf(answer, 1) >= (ASKED[request.id] ?? 0)) {
    return;
  }
  const liked = chanceOf(answer, 2) < (conditions.faithfulness === null ? LIKED : LIKED_WHEN_BAD);
  const at = answer.end + Math.round((4 + 50 * chanceOf(answer, 3)) * SECOND);
  trace.sink.logs.push({
    at,
    row: {
      Timestamp: trace.sink.time(at),
      TraceId: trace.id,
      SpanId: answer.spanId,
      TraceFlags: 1,
      SeverityText: 'INFO',
      SeverityNumber: 9,
      ServiceName: 'web-shop',
      Body: '',
      ResourceAttributes: resource('web-shop', trace.resource['deployment.environment.name']!),
      ScopeName: 'halden.feedback',
      ScopeVersion: '1.0.0',
      LogAttributes: {
        'gen_ai.evaluation.name': 'user_feedback',
        'gen_ai.evaluation.score.value': liked ? '1' : '0',
        'gen_ai.evaluation.score.label': liked ? 'thumbs_up' : 'thumbs_down',
        'gen_ai.evaluation.evaluator.id': 'user',
      },
      EventName: 'gen_ai.evaluation.result',
    },
  });
}
