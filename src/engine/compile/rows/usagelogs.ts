import { dialectsPresent } from '../../canonical/claims.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { bounded } from '../../canonical/values.ts';
import type { FieldId } from '../../catalogue/fields.ts';
import { rowField, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import type { UsageLog } from '../../source/dialects/dialect.ts';
import { logColumns } from '../../source/layouts/index.ts';
import type { LogColumns } from '../../source/layouts/layout.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import { any, all } from '../../sql/missing.ts';
import { call, column, infix, text, type Expression, type Select } from '../../sql/nodes.ts';
import { escapeRegex } from '../../sql/regex.ts';

/** The log records with usage that spans of the table may have. Only a census tells which dialects they are of. */
function logsOf({ census }: Pick<Context, 'census'>): UsageLog[] {
  return census ? dialectsPresent(census).flatMap(({ usageLog }) => usageLog ?? []) : [];
}

/** The counts among the fields that log records may say. */
export const countsInLogs = (context: Context, fields: readonly SpanField[]): FieldId[] =>
  [...new Set(logsOf(context).flatMap(({ counts }) => Object.keys(counts) as FieldId[]))].filter((field) =>
    fields.includes(field)
  );

/**
 * Gives calls without usage that of the log record in their span: Semantic Kernel's `OpenAI usage: CompletionUsage(...)`. Only
 * the counts leave the body. `rows` need their ids.
 */
export function withUsageLogs(context: Context, rows: Select, counts: readonly FieldId[], padding: number): Select {
  const logs = logColumns(context.source);
  if (!logs?.body || counts.length === 0) {
    return rows;
  }
  const said = recordsOf(context, logs, logs.body, counts, padding);
  return {
    kind: 'select',
    columns: rows.columns
      .filter(({ step }) => !step)
      .map(({ as }) => {
        const isCount = counts.some((count) => rowField(count) === as);
        const own = column('c', as);
        return { as, value: isCount ? call('coalesce', own, column('l', as)) : own };
      }),
    from: {
      kind: 'join',
      left: { kind: 'query', query: rows },
      leftAs: 'c',
      right: said,
      rightAs: 'l',
      on: [
        [spanIds.trace, spanIds.trace],
        [spanIds.span, spanIds.span],
      ],
    },
  };
}

function recordsOf(
  context: Context,
  logs: LogColumns,
  body: Expression,
  counts: readonly FieldId[],
  padding: number
): Select {
  const forms = logsOf(context);
  const count = (field: FieldId): Expression => {
    const names = [...new Set(forms.flatMap((form) => form.counts[field] ?? []))].map(escapeRegex);
    const written = call('extract', body, text(`\\b(?:${names.join('|')})=([0-9]+)`));
    return call('max', bounded(field)(call('toFloat64OrNull', written)));
  };
  return {
    kind: 'select',
    columns: [
      { as: spanIds.trace, value: call('toString', logs.traceId) },
      { as: spanIds.span, value: call('toString', logs.spanId) },
      ...counts.map((field) => ({ as: rowField(field), value: count(field) })),
    ],
    ...withConditions(logs.rows(timesOf(context, padding, padding + 60)), [
      any(forms.map(({ begins }) => call('startsWith', body, text(begins)))),
      all([infix('!=', logs.traceId, text('')), infix('!=', logs.spanId, text(''))]),
    ]),
    groupBy: [column(spanIds.trace), column(spanIds.span)],
  };
}
