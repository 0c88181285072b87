import { dialectsPresent } from '../../canonical/claims.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { bounded } from '../../canonical/values.ts';
import { attributeColumn, rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import type { CostLog } from '../../source/dialects/dialect.ts';
import { logColumns } from '../../source/layouts/index.ts';
import type { LogColumns } from '../../source/layouts/layout.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import { call, column, equal, from, infix, text, type Expression, type Select } from '../../sql/nodes.ts';

/** A record may be written this long after its call has ended, and a call take as long where nobody has looked. */
const secondsAfter = 60;
const longestUnknown = 600;

/** The log records that say what calls cost, if the fields have a cost and the census saw spans whose records do. */
export function costLogsOf(
  { census, source }: Pick<Context, 'census' | 'source'>,
  fields: readonly SpanField[]
): CostLog[] {
  const { logs, traces } = source;
  const isApart = logs !== null && logs.path.join('.') !== traces.path.join('.');
  return census && isApart && fields.includes('reportedCost')
    ? dialectsPresent(census).flatMap(({ costLog }) => costLog ?? [])
    : [];
}

/** The attributes that calls need so that their records are found. */
export const keysOfCostLogs = (logs: readonly CostLog[]): string[] => [...new Set(logs.map(({ by }) => by))];

/** Gives calls that report no cost that of their log record: of Claude Code's only those have one. */
export function withCostLogs(context: Context, rows: Select, forms: readonly CostLog[]): Select {
  const logs = logColumns(context.source);
  return logs ? forms.reduce((calls, form) => withCosts(context, calls, logs, form), rows) : rows;
}

function withCosts(context: Context, rows: Select, logs: LogColumns, form: CostLog): Select {
  const cost = rowField('reportedCost');
  const id = attributeColumn(form.by);
  return {
    kind: 'select',
    columns: rows.columns
      .filter(({ step }) => !step)
      .map(({ as }) => ({
        as,
        value: as === cost ? call('coalesce', column('c', as), column('l', as)) : column('c', as),
      })),
    from: {
      kind: 'join',
      left: from(rows),
      leftAs: 'c',
      right: recordsOf(context, logs, form, id, cost),
      rightAs: 'l',
      on: [[id, id]],
    },
  };
}

/** One row a call, however often its record was sent. */
function recordsOf(context: Context, logs: LogColumns, { event, by, cost }: CostLog, id: string, as: string): Select {
  const value: Expression = bounded('reportedCost')(call('toFloat64OrNull', logs.attributes.value(cost)));
  const longest = (context.census?.longestRequest ?? longestUnknown) + secondsAfter;
  return {
    kind: 'select',
    columns: [
      { as: id, value: logs.attributes.value(by) },
      { as, value: call('max', value) },
    ],
    ...withConditions(logs.rows(timesOf(context, longest, longest)), [
      ...(logs.body ? [equal(logs.body, text(event))] : []),
      infix('!=', logs.attributes.value(by), text('')),
    ]),
    groupBy: [column(id)],
  };
}
