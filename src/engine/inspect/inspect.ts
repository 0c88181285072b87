import { censusStatements } from '../lookups/census.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { HostSettings, Reply, StatementResult } from '../host.ts';
import { invalidRange } from '../messages.ts';
import { readSettings } from '../settings/settings.ts';
import { describeStatement, readDescription } from '../source/describe.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Window } from '../window.ts';
import { reportOf } from './report.ts';
import type { Report } from './model.ts';
import { inspectStatements } from './statements.ts';

type State = { step: 'columns' } | { step: 'census' | 'report'; source: SourceDescription };

/** A report of the spans of a window, in epoch milliseconds: asks for the columns, then a census, then the counts. */
export function inspect(
  { from, to }: { from: number; to: number },
  host: HostSettings,
  state?: unknown,
  results?: StatementResult[]
): Reply<Report> {
  if (!(to > from)) {
    throw new UserError(invalidRange(), 'query');
  }
  const settings = readSettings(host);
  const window: Window = { from, to, step: 60, delay: 0 };
  const failed = results?.find((result) => !result.ok);
  if (failed && !failed.ok) {
    return { error: explain(failed.failure) };
  }
  const answers = (results ?? []).filter((result) => result.ok);
  const current = state as State | undefined;
  const [described] = answers;
  if (!current || !described) {
    return { need: [describeStatement(settings)], state: { step: 'columns' } satisfies State };
  }
  if (current.step === 'columns') {
    const source = readDescription(described, settings);
    return {
      need: censusStatements(source, settings, [window]),
      state: { step: 'census', source } satisfies State,
    };
  }
  const { source } = current;
  return current.step === 'census'
    ? {
        need: inspectStatements(source, settings, readCensus(answers, settings), window),
        state: { step: 'report', source } satisfies State,
      }
    : { done: reportOf(answers, settings, window, source.traces.path.join('.')) };
}
