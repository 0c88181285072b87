import type { FactId } from '../../catalogue/facts.ts';
import { type FieldColumn, fieldColumnIn } from './fieldcolumns.ts';
import { Parameters } from './parameters.ts';
import { Prices } from './prices.ts';
import { uncountedIn } from './uncounted.ts';
import type { TierUse } from './tier.ts';
import { daysApart, zoneOf } from './zone.ts';
import type { Filter, MeasureQuery } from '../../query/model.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Census } from '../../source/census.ts';
import type { SourceDescription } from '../../source/description.ts';
import type { History } from '../../source/history.ts';
import { spanColumns } from '../../source/layouts/index.ts';
import type { SpanColumns } from '../../source/layouts/layout.ts';
import { call, type Expression } from '../../sql/nodes.ts';
import type { Window } from '../../window.ts';

/** Holds what a compilation knows, and the parameters it has created so far. */
export interface Context {
  source: SourceDescription;
  spans: SpanColumns;
  census: Census | null;
  settings: Settings;
  /** Environments whose traffic is not counted. */
  uncounted: readonly string[];
  window: Window;
  /** The baseline windows. */
  baselines: readonly Window[];
  /** How many there are. If they are `brought`, their values come as parameters, and the statement reads none of them. */
  periods: number;
  brought: boolean;
  /** Whether only the baseline windows are read. */
  apart: boolean;
  /** The time zone of days, and of the hours that baseline windows share; undefined for UTC. */
  zone?: string | undefined;
  /** How many days of that zone baseline windows are apart; undefined if they are some seconds apart. */
  days?: number | undefined;
  /** Whether scores are those of the window's spans, whenever they were given, instead of those given in the window. */
  scoresBySpan?: true;
  /** Seconds around the windows in which scores are read, because one there may be the same as one in them. */
  scoresAround?: number;
  /** The history of prompts, if a dimension needs it. */
  history?: History | undefined;
  parameters: Parameters;
  prices: Prices;
  /** Maps canonical fields to their columns. */
  fieldColumn: FieldColumn;
  /** The table of calls, where it may be read for some hours of the windows. */
  tier?: TierUse | undefined;
  /** Whether only hours are read that the table of calls does not have. */
  onlyOpen?: true;
  /** Why facts cannot be read from the table of calls, by fact, whether or not there is one. */
  notStored: Map<string, string>;
  /** The step in seconds of facts that are read from the table of minutes, and why others are not, by fact. */
  added: Map<FactId, number>;
  notAdded: Map<FactId, string>;
  /** The values that `oncePerStatement` has made. */
  made: Map<string, unknown>;
}

/** Makes a value that several parts of a statement need only once, so that it is printed once. */
export function oncePerStatement<Value>({ made }: Context, key: string, make: () => Value): Value {
  const known = made.get(key) as Value | undefined;
  const value = known ?? make();
  made.set(key, value);
  return value;
}

/** Makes an instant a parameter of that name. */
export function bound(context: Context, name: string, nanoseconds: string): Expression {
  context.parameters.instants.add(name);
  return call('fromUnixTimestamp64Nano', context.parameters.named(name, 'Int64', nanoseconds));
}

type Known = Pick<Context, 'source' | 'settings' | 'census' | 'window'> &
  Partial<Pick<Context, 'baselines' | 'brought' | 'apart' | 'history' | 'tier'>> & {
    query?: Pick<MeasureQuery, 'whatIf' | 'timezone' | 'baseline'> | undefined;
    /** Of the query: environments that one of them names are counted. */
    filters?: readonly Filter[] | undefined;
    /** Whether also those count that count only where they are named. */
    everyEnvironment?: boolean;
  };

/** Creates the context of a compilation. */
export function contextOf({
  source,
  settings,
  census,
  window,
  baselines = [],
  brought = false,
  apart = false,
  history,
  tier,
  query = {},
  filters = [],
  everyEnvironment = false,
}: Known): Context {
  const parameters = new Parameters();
  const fieldColumn = fieldColumnIn({ census, settings });
  return {
    source,
    spans: spanColumns(source, settings),
    census,
    settings,
    uncounted: everyEnvironment ? settings.exclude.environments : uncountedIn({ census, settings, filters }),
    window,
    baselines: brought ? [] : baselines,
    periods: baselines.length,
    brought,
    apart,
    ...inZone(zoneOf(query, settings), daysApart(query.baseline)),
    ...(history ? { history } : {}),
    ...(tier ? { tier } : {}),
    notStored: new Map(),
    added: new Map(),
    notAdded: new Map(),
    parameters,
    prices: new Prices({ census, settings, parameters, fieldColumn, source }, query.whatIf),
    fieldColumn,
    made: new Map(),
  };
}

const inZone = (zone: string | undefined, days: number | undefined): Pick<Context, 'zone' | 'days'> =>
  zone === undefined ? {} : { zone, days };
