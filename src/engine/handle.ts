import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import { checkHealth } from './health.ts';
import type { Answers, Call, Reply } from './host.ts';
import { planQuery } from './planning/planquery.ts';
import { answerResource } from './resource.ts';

/** Runs one step of a call. It never throws: errors are in the reply. */
export function handle(call: Call): Reply<Answers[Call['op']]> {
  try {
    switch (call.op) {
      case 'query':
        return planQuery(call.query, call.request, call.settings, call.state, call.results);
      case 'health':
        return checkHealth(call.settings, call.state, call.results);
      case 'resource':
        return answerResource(call.path, call.settings, call.body, call.state, call.results);
      case 'explain':
        return { done: explain(call.failure) };
    }
  } catch (thrown) {
    return { error: UserError.toEngineError(thrown) };
  }
}
