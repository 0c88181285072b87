import { SECOND } from './clock.ts';
import type { Random } from './random.ts';
import type { Attributes, LogRow } from './rows.ts';
import { resource, type SpanEvent } from './trace.ts';
import type { Answer, Request } from './work.ts';

const EVENT = 'gen_ai.evaluation.result';

/** Delay of the judge after the end of the answer, seconds. */
const DELAY: readonly [number, number] = [5, 90];

/** How far scores, on a scale of 1 to 5, deviate from their mean; for bad answers they scatter widely. */
const SPREAD = 0.7;
const WIDE = 1.5;
const BAD_MEAN = 3.6;
const PASSES = 3;

const EXPLANATIONS = { pass: 'Meets the criterion.', fail: 'Does not meet the criterion.' } as const;

interface Evaluation {
  name: string;
  score: number | null;
  label: 'pass' | 'fail';
}

function score(random: Random, mean: number): number {
  const spread = mean < BAD_MEAN ? WIDE : Math.min(SPREAD, 5 - mean);
  return Math.round((mean + spread * random.triangle()) * 10) / 10;
}

function evaluations(request: Request): Evaluation[] {
  const { random, feature, conditions } = request;
  const scored = (name: string, mean: number): Evaluation => {
    const value = score(random, mean);
    return { name, score: value, label: value >= PASSES ? 'pass' : 'fail' };
  };
  const list = [scored('faithfulness', conditions.faithfulness ?? feature.faithfulness)];
  list.push(scored('relevance', feature.relevance));
  if (random.chance(feature.toxicity)) {
    list.push({ name: 'toxicity', score: null, label: random.chance(0.97) ? 'pass' : 'fail' });
  }
  return list;
}

function attributes({ name, score, label }: Evaluation): Attributes {
  return {
    'gen_ai.evaluation.name': name,
    ...(score === null ? {} : { 'gen_ai.evaluation.score.value': String(score) }),
    'gen_ai.evaluation.score.label': label,
    'gen_ai.evaluation.explanation': EXPLANATIONS[label],
  };
}

/** Writes the scores of a judge within the service, on the span itself. */
export function scoreInSpan(request: Request, answer: Answer): SpanEvent[] {
  const { random, feature } = request;
  if (feature.scoresTo !== 'span event' || !random.chance(feature.scored)) {
    return [];
  }
  return evaluations(request).map((evaluation) => ({
    at: answer.end,
    name: EVENT,
    attributes: attributes(evaluation),
  }));
}

/** Writes the scores that the judge service logs some time after the answer. */
export function scoreLater(request: Request, answer: Answer): void {
  const { random, feature, trace } = request;
  if (feature.scoresTo === 'span event' || !random.chance(feature.scored)) {
    return;
  }
  const tags = feature.scoresTo === 'log' ? { ...answer.tags, 'gen_ai.response.id': answer.responseId } : {};
  const at = answer.end + Math.round(random.between(...DELAY) * SECOND);
  evaluations(request).forEach((evaluation, i) => {
    const row: LogRow = {
      Timestamp: trace.sink.time(at + i),
      TraceId: trace.id,
      SpanId: answer.spanId,
      TraceFlags: 1,
      SeverityText: 'INFO',
      SeverityNumber: 9,
      ServiceName: 'quality-judge',
      Body: '',
      ResourceAttributes: resource('quality-judge', trace.resource['deployment.environment.name']!),
      ScopeName: 'halden.judge',
      ScopeVersion: '3.1.0',
      LogAttributes: { ...attributes(evaluation), ...tags },
      EventName: EVENT,
    };
    trace.sink.logs.push({ at: at + i, row });
  });
}
