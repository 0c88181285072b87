import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import { checkHealth } from './health.ts';
import type { Answers, Call, Reply } from './host.ts';
import { unite } from './lookups/censusanswers.ts';
import { answersIn } from './lookups/conversation.ts';
import { planQuery } from './planning/planquery.ts';
import { answerResource } from './resource.ts';
import { readSettings } from './settings/settings.ts';

/** Runs one step of a call. It never throws: errors are in the reply. */
export function handle(call: Call): Reply<Answers[Call['op']]> {
  try {
    switch (call.op) {
      case 'query':
        return planQuery(call, call.state, call.results);
      case 'health':
        return checkHealth(call.settings, call.now, call, call.state, call.results);
      case 'resource':
        return answerResource(call.path, call.settings, call.body, call.now, call.state, call.results);
      case 'unite':
        return { done: unite(answersIn(call.results), readSettings(call.settings)) };
      case 'explain':
        return { done: explain(call.failure) };
    }
  } catch (thrown) {
    return { error: UserError.toEngineError(thrown) };
  }
}
