import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import { checkHealth } from './health.ts';
import type { Answers, Call, HostSettings, Reply } from './host.ts';
import { unite } from './lookups/censusanswers.ts';
import { answersIn } from './lookups/exchange.ts';
import { planQuery } from './planning/planquery.ts';
import { answerResource } from './resource.ts';
import { withServerSettings } from './settings/serversettings.ts';
import { readSettings } from './settings/settings.ts';

/** Runs one step of a call. It never throws: errors are in the reply. */
export function handle(call: Call): Reply<Answers[Call['op']]> {
  try {
    switch (call.op) {
      case 'query':
        return withSettings(planQuery(call, call.state, call.results), call);
      case 'health':
        return withSettings(checkHealth(call.settings, call.now, call, call.state, call.results), call);
      case 'resource':
        return withSettings(
          answerResource(call.path, call.settings, call.body, call.now, call.state, call.results),
          call
        );
      case 'unite':
        return { done: unite(answersIn(call.results), readSettings(call.settings)) };
      case 'explain':
        return { done: explain(call.failure) };
    }
  } catch (thrown) {
    return { error: UserError.toEngineError(thrown) };
  }
}

/** The settings are read again only where there may be some. */
const withSettings = <Done>(reply: Reply<Done>, { settings }: { settings: HostSettings }): Reply<Done> =>
  settings.jsonData['clickhouseSettings']
    ? withServerSettings(reply, readSettings(settings).clickhouseSettings)
    : reply;
