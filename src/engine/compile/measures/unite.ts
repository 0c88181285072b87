import { measures } from '../../catalogue/measures/index.ts';
import type { Context } from '../context/context.ts';
import { baselineColumn, timeColumn } from './aggregate.ts';
import type { Column, MeasurePlan, Part } from './plan.ts';
import { call, column, equal, infix, number, over, same, text, type Expression, type Select } from '../../sql/nodes.ts';

/** Names the column of a baseline value; no column of the user begins like this. */
const before = (name: string): string => `_before_${name}`;

/** Selects one row per group over all facts and windows, with every requested column. */
export function answered(context: Context, plan: MeasurePlan, branches: readonly Select[]): Select {
  const [only] = branches;
  const compared = context.periods > 0;
  const rows = branches.length === 1 && only && !compared ? only : united(context, plan, branches);
  const plain = plan.columns.every(
    ({ name, measure, parts }) => !measure.compare && !measure.as && parts.length === 1 && parts[0]?.name === name
  );
  return plain ? rows : presented(context, plan, rows);
}

/** Unites the branches to one row per group. Without a row of its fact, a count is 0 and a mean is NULL. */
function united(context: Context, plan: MeasurePlan, branches: readonly Select[]): Select {
  const compared = context.periods > 0;
  const of = (part: Part, baseline: 0 | 1): Expression =>
    compared
      ? call('anyIf', column('branch', part.name), equal(column(baselineColumn), number(baseline)))
      : call('any', column('branch', part.name));
  return {
    kind: 'select',
    columns: [
      ...groupsOf(plan).map(same),
      ...plan.parts.map((part) => ({ as: part.name, value: orNone(part, of(part, 0)) })),
      ...(compared
        ? plan.parts.map((part) => ({
            as: before(part.name),
            // Several baseline windows form one mean window, whose counts are divided by their number.
            value: growsWithPeriods(part)
              ? infix('/', orNone(part, of(part, 1)), number(context.periods))
              : of(part, 1),
          }))
        : []),
    ],
    from: { kind: 'query', query: { kind: 'union', all: branches }, as: 'branch' },
    groupBy: groupsOf(plan).map((name) => column(name)),
  };
}

/** Whether a part is larger the more baseline windows there are: sums, and distinct texts, of which every window has its own. */
function growsWithPeriods({ measure }: Part): boolean {
  const { additive, none } = measures[measure];
  return additive || none === 0;
}

function presented({ zone }: Context, plan: MeasurePlan, rows: Select): Select {
  return {
    kind: 'select',
    columns: [
      ...groupsOf(plan).map(same),
      ...plan.columns.map((shown) => ({ as: shown.name, value: presentation(plan, shown, compared(shown), zone) })),
    ],
    from: { kind: 'query', query: rows, as: 'row' },
  };
}

/** Writes a column's value, or its comparison with the baseline; NULL if there is no baseline. */
function compared({ measure, parts }: Column): Expression {
  const of = (name: (part: string) => string): Expression => {
    const [first, second] = parts.map((part) => column('row', name(part.name)));
    return first && second ? infix('/', first, call('nullIf', second, number(0))) : (first ?? number(0));
  };
  const now = of((name) => name);
  const then = of(before);
  switch (measure.compare) {
    case undefined:
      return now;
    case 'baseline':
      return then;
    case 'ratio':
      return infix('/', now, call('nullIf', then, number(0)));
    case 'difference':
      return infix('-', now, then);
  }
}

function presentation(plan: MeasurePlan, { measure }: Column, value: Expression, zone = 'UTC'): Expression {
  const time = column(timeColumn);
  const groups = plan.groupBy.map((id) => column(id));
  const total = call('sum', value);
  switch (measure.as) {
    case undefined:
      return value;
    case 'share':
      return infix('/', value, call('nullIf', over(total, plan.buckets ? [time] : [], []), number(0)));
    case 'running_total':
      return over(total, groups, [time]);
    case 'month_to_date':
      return over(total, [...groups, call('toStartOfMonth', time, text(zone))], [time]);
  }
}

function orNone(part: Part, value: Expression): Expression {
  return measures[part.measure].none === null ? value : call('coalesce', value, call('toFloat64', number(0)));
}

const groupsOf = (plan: MeasurePlan): string[] => [...(plan.buckets ? [timeColumn] : []), ...plan.groupBy];

/** Orders time series by label set and time, so that a series is a slice, and tables by the first measure, largest first. */
export function ordered(select: Select, plan: MeasurePlan): Select {
  const groups = plan.groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const }));
  const first = plan.columns[0];
  const orderBy = plan.buckets
    ? [...groups, { by: column(timeColumn), direction: 'ASC' as const }]
    : groups.length > 0 && first
      ? [{ by: column(first.name), direction: 'DESC' as const }, ...groups]
      : [];
  return { ...select, orderBy };
}
