import { dimensionOf } from '../../../catalogue/dimensions/index.ts';
import type { SpanFactId } from '../../../catalogue/facts.ts';
import { membersColumn, rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { canSay, canTell } from '../../rows/capabilities.ts';
import { factRows } from '../../rows/factrows.ts';
import type { RowField } from '../../rows/rowfields.ts';
import { weights } from '../../rows/weights.ts';
import {
  call,
  column,
  equal,
  from,
  lambda,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import { hasFailed, textTags } from './json.ts';
import { callNumbers, callTexts, type CallText, type Read } from './read.ts';
import { isAtHome, type Traces } from './within.ts';

/** The facts of which several spans may be about one row. An agent's run is a span, which says so itself. */
export const mergedFacts = ['requests', 'tools'] as const satisfies readonly SpanFactId[];
export type MergedFact = (typeof mergedFacts)[number];

/** Dimensions say `unknown` or `none` where nothing is; a cost's source may be `unknown`, which says something. */
const unsaid: Readonly<Partial<Record<CallText, string>>> = { error_class: 'none', cost_source: '' };

/** Calls of one trace that are read at most. */
export const mostCalls = 12_000;

/**
 * Selects the rows that measures are computed of, as far as a span of the traces is about them; null where the table has none of the
 * fact. Beside what is to be read, as far as the table has it:
 *
 *   home      of the span that stands for the call
 *   members   the homes of all spans that are about it, a line each
 *   counted   how many calls it is: usually 1, none if it only adds to another, several if its text tells of several
 *   weight    how many calls measures count for each, because a sampler dropped others
 *   failed    1 or 0
 *   response  the id of the answer
 *   tags      all texts, as tags in JSON
 */
export function callRows(traces: Traces, fact: MergedFact, read: Read): Select | null {
  const context = contextOf(traces, fact);
  if (!canHave(context, fact)) {
    return null;
  }
  const texts = (read.tags ? callTexts : read.texts).filter((id) => isText(context, fact, id));
  const numbers = read.numbers.filter((name) => isNumberOf(context, fact, callNumbers[name]));
  const rows = factRows(context, fact, {
    dimensions: texts,
    fields: [
      ...(canTell(context, 'failed') ? (['failed'] as const) : []),
      ...(hasResponse(context, fact) ? (['responseId'] as const) : []),
      ...numbers.map((name) => callNumbers[name]),
    ],
    members: true,
  });
  const counts = weights(context);
  return {
    kind: 'select',
    columns: [
      { as: 'home', value: column(spanIds.home) },
      { as: 'members', value: column(membersColumn) },
      ...(['counted', 'weight'] as const)
        .filter((name) => counts.includes(name))
        .map((as): Output => ({ as, value: call('toFloat64', column(rowField(as))) })),
      ...(canTell(context, 'failed') ? [{ as: 'failed', value: hasFailed(column(rowField('failed'))) }] : []),
      ...(hasResponse(context, fact) ? [{ as: 'response', value: column(rowField('responseId')) }] : []),
      ...numbers.map((as): Output => ({ as, value: call('toFloat64', column(rowField(callNumbers[as]))) })),
      ...texts.filter((as) => read.texts.includes(as)).map((as): Output => ({ as, value: said(as) })),
      ...(read.tags ? [{ as: 'tags', value: textTags(texts.map((id) => [id, said(id)])) }] : []),
    ],
    from: from(rows),
    ...(context === traces.all ? { where: call('arrayExists', lambda(['m'], isAtHome(column('m'))), members) } : {}),
    orderBy: [{ by: column(rowTime), direction: 'ASC' }],
    limit: mostCalls,
  };
}

const members = call('splitByChar', text('\n'), column(membersColumn));

/** Only calls of models may be told by spans of other traces. */
const contextOf = ({ all, own, mayCross }: Traces, fact: MergedFact): Context =>
  fact === 'requests' && mayCross ? all : own;

/** Only calls of models have an answer with an id, where the table has a place for it. */
const hasResponse = (context: Context, fact: MergedFact): boolean =>
  fact === 'requests' && canTell(context, 'responseId');

const isText = (context: Context, fact: MergedFact, id: CallText): boolean =>
  dimensionOf(id).facts.includes(fact) && canSay(context, id);

/** Only calls of models have tokens and a cost. */
const isNumberOf = (context: Context, fact: MergedFact, field: RowField): boolean =>
  (fact === 'requests' || field === 'seconds') && canTell(context, field);

/** Whether a table can have rows of the fact: one without operations has only calls of models. */
const canHave = (context: Context, fact: MergedFact): boolean => fact === 'requests' || canSay(context, 'operation');

function said(id: CallText): Expression {
  const missing = unsaid[id] ?? 'unknown';
  return call('if', equal(column(id), text(missing)), text(''), call('toString', column(id)));
}
