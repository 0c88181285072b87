import type { FactId, SpanFactId } from '../../catalogue/facts.ts';
import { rowField, rowTime, attributeColumn, resourceColumn, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { hourOf, tierParameters, type TierUse } from '../context/tier.ts';
import { inWindow } from '../context/times.ts';
import { retriedColumn } from './attempts.ts';
import type { Needs } from './inheritedtags.ts';
import { storedAttributes, storedColumn, storedFacts, storedFields } from './storedcolumns.ts';
import { attributeNotStored, factNotStored, fieldNotStored, resourceNotStored } from '../../messages.ts';
import type { Settings } from '../../settings/settings.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  subquery,
  table,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

/** What a fact's rows must have before anything is computed from them. */
export interface WantedRows {
  needs: Needs;
  /** Whether to include the ids of trace and span. */
  ids: boolean;
  /** Whether to say which calls were retried. */
  attempts: boolean;
  /** Whether to say which spans are about each row; only spans tell. */
  members?: boolean;
}

/** The columns of such rows, in the order in which a union pairs them. */
export const columnsOf = ({ needs, ids, attempts }: WantedRows): string[] => [
  ...new Set([
    rowTime,
    ...(ids ? [spanIds.trace, spanIds.span] : []),
    ...needs.fields.map(rowField),
    ...needs.attributes.map(attributeColumn),
    ...needs.resources.map(resourceColumn),
    ...(attempts ? [retriedColumn] : []),
  ]),
];

/**
 * Selects rows of closed hours from the table of calls; null where the statement may not, or the table does not have them.
 * `besides` leaves out the hours that are read from the table of minutes.
 */
export function storedRows(context: Context, fact: SpanFactId, wanted: WantedRows, besides?: 'minutes'): Select | null {
  const reason = notStored(fact, wanted.needs, context.settings);
  if (reason !== undefined) {
    context.notStored.set(fact, reason);
  }
  return context.tier && reason === undefined ? closedRows(context, fact, outputs(context, wanted), besides) : null;
}

/** Selects columns of a fact's rows in closed hours. `besides` leaves out the hours that are read from the table of minutes. */
export function closedRows(context: Context, fact: FactId, columns: Output[], besides?: 'minutes'): Select {
  const { calls } = tierIn(context).tier;
  Object.assign(context.parameters.values, tierIn(context).params);
  return {
    kind: 'select',
    columns,
    from: table(...calls.path),
    prewhere: infix(
      'AND',
      equal(column('Fact'), text(fact)),
      infix('IN', hourOf(column('Hour')), besides === 'minutes' ? tierParameters.besides : tierParameters.hours),
      inWindow(context, column('Timestamp'))
    ),
    where: infix(
      'AND',
      infix('IN', call('tuple', column('Hour'), column('Run')), subquery(latestRuns(context))),
      allThere(context)
    ),
  };
}

/** Leaves of rows those of the hours that are read, with columns by name: a union pairs them by their place. */
export const ofHours = (context: Context, names: readonly string[], rows: Query): Select => ({
  kind: 'select',
  columns: names.map((name) => ({ as: name, value: column(name) })),
  from: from(rows),
  where: inWindow(context, column(rowTime)),
});

function tierIn({ tier }: Context): TierUse {
  if (!tier) {
    throw new Error('no hour is closed');
  }
  return tier;
}

/** Says why the table of calls cannot have such rows; undefined if it can. */
function notStored(fact: SpanFactId, needs: Needs, settings: Settings): string | undefined {
  if (!(storedFacts as readonly SpanFactId[]).includes(fact)) {
    return factNotStored(fact);
  }
  const field = needs.fields.find((name) => !storedFields(fact).includes(name));
  const attribute = needs.attributes.find((key) => !storedAttributes(settings).includes(key));
  const resource = needs.resources.find((key) => !settings.tiers.resources.includes(key));
  return field !== undefined
    ? fieldNotStored(field)
    : attribute !== undefined
      ? attributeNotStored(attribute)
      : resource !== undefined
        ? resourceNotStored(resource)
        : undefined;
}

function outputs({ parameters }: Context, wanted: WantedRows): Output[] {
  const within = (map: string, key: string): Expression => call('arrayElement', column(map), parameters.text(key));
  const values: Record<string, Expression> = {
    [rowTime]: column('Timestamp'),
    [spanIds.trace]: column('TraceId'),
    [spanIds.span]: column('SpanId'),
    [retriedColumn]: column('Retried'),
    ...Object.fromEntries(wanted.needs.fields.map((field) => [rowField(field), column(storedColumn(field))])),
    ...Object.fromEntries(wanted.needs.attributes.map((key) => [attributeColumn(key), within('Attributes', key)])),
    ...Object.fromEntries(wanted.needs.resources.map((key) => [resourceColumn(key), within('Resources', key)])),
  };
  return columnsOf(wanted).map((as) => ({ as, value: values[as] ?? column(as) }));
}

/** The run that an hour counts in: the latest that was marked as whole. An hour that was closed again has several. */
export function latestRuns(context: Context): Select {
  return {
    kind: 'select',
    columns: [
      { as: 'Hour', value: column('Hour') },
      { as: 'Run', value: call('max', column('Run')) },
    ],
    from: marks(context),
    where: inTier,
    groupBy: [column('Hour')],
  };
}

/** Fails the statement where marks are gone that there were when it was planned: a part of the hours would be taken for all. */
function allThere(context: Context): Expression {
  const marked: Select = {
    kind: 'select',
    columns: [{ as: 'hours', value: call('uniqExact', column('Hour')) }],
    from: marks(context),
    where: inTier,
  };
  return equal(call('throwIf', infix('<', subquery(marked), tierParameters.closed), text(marksGone)), number(0));
}

/** The text of the exception, by which it is recognized. */
export const marksGone = 'genai_hours: marks are gone';

export const marks = (context: Context) => table(...(context.tier?.tier.hours.path ?? []));
const hour = hourOf(column('Hour'));
export const inTier = infix(
  'AND',
  equal(column('Version'), tierParameters.version),
  infix('>=', hour, tierParameters.first),
  infix('<', hour, tierParameters.end)
);
