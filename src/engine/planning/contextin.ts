import { contextOf, type Context } from '../compile/context/context.ts';
import type { Request } from '../host.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import type { Known } from '../lookups/rounds.ts';
import type { SingleQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';

/** Begins the compilation of a statement about one trace or conversation, over the times of the request. */
export const contextIn = (
  { source, census }: Pick<Known, 'source' | 'census'>,
  query: SingleQuery,
  request: Request,
  settings: Settings
): Context =>
  contextOf({
    source,
    settings,
    census: readCensus(census, settings),
    window: windowOf(request, query, settings.delaySeconds),
    everyEnvironment: true,
  });
