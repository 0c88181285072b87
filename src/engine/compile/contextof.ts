import type { MeasureQuery } from '../query/model.ts';
import { spanColumns } from '../source/layouts/index.ts';
import { Parameters, type Context } from './context/context.ts';
import { Prices } from './context/prices.ts';
import { saidIn } from './context/fieldcolumns.ts';

type Known = Pick<Context, 'source' | 'settings' | 'census' | 'window'> &
  Partial<Pick<Context, 'baselines' | 'brought' | 'history'>> & { whatIf?: MeasureQuery['whatIf'] };

/** A compilation's context before anything is written. */
export function contextOf({
  source,
  settings,
  census,
  window,
  baselines = [],
  brought = false,
  history,
  whatIf,
}: Known): Context {
  const parameters = new Parameters();
  const said = saidIn({ census, settings });
  return {
    source,
    spans: spanColumns(source, settings),
    census,
    settings,
    window,
    baselines: brought ? [] : baselines,
    periods: baselines.length,
    brought,
    ...(history ? { history } : {}),
    parameters,
    prices: new Prices({ census, settings, parameters, said }, whatIf),
    said,
    made: new Map(),
  };
}
