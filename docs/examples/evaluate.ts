import { metrics, ROOT_CONTEXT, trace, type Attributes, type SpanContext } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';

/** What an evaluator found of one answer: a number or a label, or nothing where it could not tell. */
export interface Result {
  name: string;
  score: number | null;
  label?: string;
}

/** Scores that come after the call has ended: one log record for each metric, in the context of the call's span. */
export function scoreLater(call: SpanContext, evaluator: string, results: readonly Result[]): void {
  for (const { name, score, label } of results) {
    if (score !== null || label !== undefined) {
      logs.getLogger('judge').emit({
        context: trace.setSpanContext(ROOT_CONTEXT, call),
        attributes: {
          'event.name': 'gen_ai.evaluation.result',
          'gen_ai.evaluation.name': name,
          'gen_ai.evaluation.evaluator.id': evaluator,
          ...(score === null ? {} : { 'gen_ai.evaluation.score.value': score }),
          ...(label === undefined ? {} : { 'gen_ai.evaluation.score.label': label }),
        },
      });
    }
  }
}

/** A user's thumb. Whoever knows no span names the response, whose id is on the span of the call. */
export function feedback(responseId: string, liked: boolean): void {
  logs.getLogger('feedback').emit({
    attributes: {
      'event.name': 'gen_ai.evaluation.result',
      'gen_ai.evaluation.name': 'user_feedback',
      'gen_ai.evaluation.score.label': liked ? 'thumbs_up' : 'thumbs_down',
      'gen_ai.response.id': responseId,
    },
  });
}

/** The mean of a test run, which is about no call: a gauge, with the tags of what was tested. */
export function reportFaithfulness(mean: number, tags: Attributes): void {
  metrics.getMeter('judge').createGauge('llm.faithfulness').record(mean, tags);
}
