import { limitsOf } from '../compile/statement.ts';
import { unseenColumn } from '../compile/measures/plan.ts';
import { shownColumns } from '../compile/compiled.ts';
import type { FramePlan, Plan, Request } from '../host.ts';
import type { Asker } from '../lookups/census.ts';
import type { Exchange } from '../lookups/exchange.ts';
import type { BudgetsQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';
import { budgetColumnIds, budgetColumns, type BudgetColumn } from './columns.ts';
import { statementOfNone } from './none.ts';
import { askedFor } from './rounds.ts';

/** Plans a budgets query. Only the end of the request's time range matters, because periods follow the calendar. */
export function* planBudgets(
  query: BudgetsQuery,
  request: Request,
  settings: Settings,
  asker: Pick<Asker, 'now' | 'unseen'>
): Exchange<Plan> {
  const { now } = asker;
  const asked = windowOf(request, query, settings.delaySeconds);
  // What is to come is forecast, not read: "This month" ends in the future.
  const window = { ...asked, to: Math.min(asked.to, now) };
  const delay = (query.delay ?? settings.delaySeconds) * 1000;
  const frame = budgetFrame(query, request);
  const common = { frame, limits: limitsOf(settings, request), notices: [] };
  const meta = { window, queryVersion: query.version };
  if (request.fromAlert && settings.budgets.length === 0 && !query.budgets?.length) {
    return { ...common, statement: statementOfNone(), meta };
  }
  const ready = yield* askedFor({
    settings,
    ...asker,
    names: query.budgets,
    moment: window.to,
    settled: request.fromAlert ? window.to : window.to - delay,
    fromAlert: request.fromAlert,
  });
  const { statement, prices } = ready();
  return { ...common, statement, unseen: unseenColumn, meta: { ...meta, ...(prices === undefined ? {} : { prices }) } };
}

/** Shows the texts and numbers of a budget; the bounds of its period are for the engine only. */
export function budgetFrame(
  { select }: Pick<BudgetsQuery, 'select'>,
  { fromAlert }: Pick<Request, 'fromAlert'>
): FramePlan {
  const shown = shownColumns(budgetColumnIds, select, fromAlert);
  const naming = fromAlert ? 'displayName' : 'displayNameFromDS';
  const texts = { budget: 'Budget', period: 'Period' };
  return {
    type: fromAlert ? 'numeric-long' : 'table',
    preferredVisualisation: 'table',
    columns: [
      ...Object.entries(texts).map(([name, title]) =>
        fromAlert ? { name, role: 'label' as const } : { name, role: 'field' as const, config: { [naming]: title } }
      ),
      { name: 'period_from', role: 'skip' },
      { name: 'period_to', role: 'skip' },
      { name: unseenColumn, role: 'skip' },
      ...budgetColumnIds.map((name) => {
        const { title, description, unit, decimals }: BudgetColumn = budgetColumns[name];
        return {
          name,
          role: shown.includes(name) ? ('value' as const) : ('skip' as const),
          config: { [naming]: title, description, unit, ...(decimals === undefined ? {} : { decimals }) },
        };
      }),
    ],
  };
}
