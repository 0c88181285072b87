import { ask, proceed, type Exchange } from '../lookups/exchange.ts';
import { withPrices } from '../lookups/prices.ts';
import { columnsOf, countedIn } from '../lookups/rounds.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { UserError } from '../errors.ts';
import type { HostSettings, Reply, StatementResult } from '../host.ts';
import { invalidRange } from '../messages.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import type { Window } from '../window.ts';
import { reportOf } from './report.ts';
import type { Report } from './model.ts';
import { inspectStatements } from './statements.ts';

/** Reports on the spans of a window, in epoch milliseconds: asks for the columns, then a census, then the counts. */
export function inspect(
  { from, to }: { from: number; to: number },
  host: HostSettings,
  now: number,
  state?: unknown,
  results?: StatementResult[]
): Reply<Report> {
  if (!(to > from)) {
    throw new UserError(invalidRange(), 'query');
  }
  return proceed(inspected({ from, to, step: 60, delay: 0 }, readSettings(host), now), state, results);
}

function* inspected(window: Window, settings: Settings, now: number): Exchange<Report> {
  const source = yield* ask(columnsOf(settings));
  const census = yield* countedIn(source, settings, { now }, () => ({ windows: [window] }));
  const priced = yield* withPrices(source);
  return yield* ask({
    step: 'report',
    need: () => ({ statements: inspectStatements(priced, settings, readCensus(census, settings), window) }),
    read: (answers) => reportOf(answers, settings, window, source.traces.path.join('.')),
  });
}
