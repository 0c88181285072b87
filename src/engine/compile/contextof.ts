import type { MeasureQuery } from '../query/model.ts';
import { spanColumns } from '../source/layouts/index.ts';
import { Parameters, type Context } from './context.ts';
import { Prices } from './prices.ts';

type Known = Pick<Context, 'source' | 'settings' | 'census' | 'window'> &
  Partial<Pick<Context, 'baselines' | 'history'>> & { whatIf?: MeasureQuery['whatIf'] };

/** A compilation's context before anything is written. */
export function contextOf({ source, settings, census, window, baselines = [], history, whatIf }: Known): Context {
  const parameters = new Parameters();
  return {
    source,
    spans: spanColumns(source, settings),
    census,
    settings,
    window,
    baselines,
    ...(history ? { history } : {}),
    parameters,
    prices: new Prices(census, settings, whatIf, parameters),
    made: new Map(),
  };
}
