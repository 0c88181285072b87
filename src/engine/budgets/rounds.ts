import { ask, type Exchange } from '../lookups/exchange.ts';
import { columnsOf, countedIn, countedWithin } from '../lookups/rounds.ts';
import { withPrices } from '../lookups/prices.ts';
import { tierOf } from '../lookups/tier.ts';
import { kindOf, tierUse, type TierUse } from '../compile/context/tier.ts';
import { knownTable } from '../lookups/knowntable.ts';
import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { Answer, EngineError, Failure, Statement } from '../host.ts';
import { memo } from '../memo.ts';
import { unknownName } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Tier } from '../source/tier.ts';
import { calendarStatement, readCalendar, type Day, type Range } from './calendar.ts';
import {
  closedDays,
  closedDaysOf,
  closedHours,
  closedStatements,
  edgeOf,
  readClosed,
  type ClosedBudget,
  type Compiled,
} from './closed.ts';
import { noBudgets, unknownZone } from './messages.ts';
import { openHours, openParameters } from './open.ts';
import type { Budget } from '../settings/budgets.ts';
import { freeze, thawed, type Frozen } from './statement.ts';

/** The requested budgets, at `moment`. Whatever began before `settled` counts as written. */
export interface Asked {
  settings: Settings;
  /** The clock's time, epoch milliseconds; `moment` is not later. */
  now: number;
  /** See Asker. */
  unseen?: boolean | undefined;
  /** All where left out. */
  names?: readonly string[] | undefined;
  moment: number;
  settled: number;
  fromAlert: boolean;
}

/** The open hours' statement with the closed spending in its parameters, which returns one row for each of `budgets`. */
export interface Ready {
  statement: Statement;
  budgets: readonly Budget[];
  periods: readonly Range[];
  prices: string | undefined;
}

/**
 * Asks for what the answer needs, round by round. Every statement may be answered from an earlier run, so that most
 * evaluations only send the last one, which is created on demand.
 *
 *   columns, census     as for every query, over the days that budgets read; which hours the table of calls has
 *   calendars           for each zone, once a day
 *   past                a census of each zone's closed days: what is new today must not make them another question
 *   closed              days and hours of each zone, once a day and once an hour
 */
export function* askedFor(asked: Asked): Exchange<() => Ready> {
  const { settings, moment, now, unseen, fromAlert } = asked;
  const chosen = chosenBudgets(asked);
  const zones = [...new Set(chosen.map(({ timezone }) => timezone))];
  const described = yield* ask(columnsOf(settings));
  const asker = { now, unseen, until: fromAlert ? moment : undefined };
  const census = yield* countedIn(described, settings, asker, () => ({ windows: [budgetWindow(moment)] }));
  const tier = yield* tierOf(described, settings, now);
  const source = yield* withPrices(described);
  const calendars = yield* ask({
    step: 'calendars',
    need: () => ({ statements: zones.map((zone) => calendarStatement(zone, moment)) }),
    read: (answers) => answers,
    failed: (failure, index) => zoneError(failure, zones[index], chosen),
  });
  const past: Answer[][] = [];
  for (const [index, zone] of zones.entries()) {
    const days = () => closedDaysOf(zoneOf(zone, calendars[index], asked).edge);
    past.push(yield* countedWithin(`past of ${zone}`, described, settings, asker, days));
  }
  const compiled = () =>
    zones.map((zone, index) => ({ ...zoneOf(zone, calendars[index], asked), past: past[index] ?? [] }));
  const statements = statementsOf(source, tier, asked);
  const closed = yield* ask({
    step: 'closed',
    need: () => ({
      statements: compiled().flatMap(({ edge, budgets, past }) =>
        closedStatements(edge, budgets, statements.days(past, budgets), statements.hours(census, budgets))
      ),
    }),
    read: (answers) => answers,
  });
  return () => {
    const found = compiled().flatMap(({ edge, budgets }, index) =>
      readClosed(edge, budgets, closed.slice(2 * index, 2 * index + 2))
    );
    const closedOf = ({ name }: Budget) => found.filter(({ budget }) => budget.name === name);
    const ofChosen = chosen.flatMap(closedOf);
    return readyOf(
      asked,
      ofChosen,
      statements.open(
        census,
        ofChosen.map(({ budget }) => budget)
      )
    );
  };
}

const day = 86_400_000;

/** The window whose days the census covers, including the day by which a zone may lag behind UTC. */
export function budgetWindow(moment: number): { from: number; to: number; step: number; delay: number } {
  return { from: moment - 36 * day, to: moment, step: 60, delay: 0 };
}

/** Returns the chosen budgets in the order of the settings. Throws UserError for an unknown name. */
export function chosenBudgets({ settings, names: asked }: Pick<Asked, 'settings' | 'names'>): Budget[] {
  const { budgets } = settings;
  if (budgets.length === 0) {
    throw new UserError(noBudgets());
  }
  const known = budgets.map(({ name }) => name);
  const stranger = asked?.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new UserError(unknownName('budget', stranger, known), 'query');
  }
  return asked && asked.length > 0 ? budgets.filter(({ name }) => asked.includes(name)) : budgets;
}

/** Explains the failure of a calendar, which reads no table, so that the time zone must be the reason. */
function zoneError(failure: Failure, zone: string | undefined, chosen: readonly Budget[]): EngineError {
  const budget = chosen.find(({ timezone }) => timezone === zone);
  return budget && /time ?zone/i.test(failure.excerpt)
    ? UserError.toEngineError(new UserError(unknownZone(budget.name, budget.timezone)))
    : explain(failure);
}

type Compile<Made> = (census: readonly Answer[], budgets: readonly Budget[]) => Made;

const kept = memo<Frozen>(200);

/** The statements of one source, compiled on first use. */
function statementsOf(
  source: SourceDescription,
  tier: Tier | undefined,
  asked: Asked
): { open: Compile<Frozen> } & Record<'days' | 'hours', Compile<Compiled>> {
  const { settings } = asked;
  // Closed spending is kept for hours, so it must be complete whoever asks first.
  const whole = true;
  const frozen =
    (what: string, fromAlert: boolean, select: typeof openHours) =>
    (answers: readonly Answer[], budgets: readonly Budget[], use?: TierUse): Frozen => {
      const { name: table, ...known } = knownTable(settings, source, answers);
      const names = budgets.map(({ name }) => name);
      return kept(JSON.stringify([table, what, fromAlert, names, ...kindOf(use)]), () =>
        freeze({ ...known, tier: use }, fromAlert, (context) => select(context, budgets))
      );
    };
  const closed = (what: string, select: typeof openHours): Compile<Compiled> => {
    const make = frozen(what, whole, select);
    return (census, budgets) => (window, params) => {
      const use = tierUse(tier, [window]);
      return thawed(make(census, budgets, use), window, params, use);
    };
  };
  const open = frozen('open', asked.fromAlert, openHours);
  return {
    days: closed('days', closedDays),
    hours: closed('hours', closedHours),
    open: (census, budgets) => open(census, budgets),
  };
}

/** A zone with all its budgets, chosen or not, so that rules that ask for one budget each share the answers. */
function zoneOf(zone: string, calendar: Answer | undefined, { settings, settled }: Asked) {
  const days: Day[] = readCalendar(calendar ?? { ok: true, columns: [], rows: [] });
  return {
    edge: edgeOf(zone, days, settled),
    budgets: settings.budgets.filter(({ timezone }) => timezone === zone),
  };
}

function readyOf({ moment }: Asked, closed: readonly ClosedBudget[], frozen: Frozen): Ready {
  const { window, params, periods } = openParameters(closed, moment);
  const budgets = closed.map(({ budget }) => budget);
  return { statement: thawed(frozen, window, params), budgets, periods, prices: frozen.prices };
}
