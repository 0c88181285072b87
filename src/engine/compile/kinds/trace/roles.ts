import { dimensionOf, type DimensionId } from '../../../catalogue/dimensions/index.ts';
import type { SpanFactId } from '../../../catalogue/facts.ts';
import { membersColumn, rowField, spanIds } from '../../context/columnnames.ts';
import { oncePerStatement, type Context } from '../../context/context.ts';
import { canSay, canTell } from '../../rows/capabilities.ts';
import { factRows } from '../../rows/factrows.ts';
import type { RowField } from '../../rows/rowfields.ts';
import { weights } from '../../rows/weights.ts';
import type { Traces } from './within.ts';
import { noNumber } from '../../../sql/missing.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  named,
  number,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';

/** The facts of which several spans may be about one row. An agent's run is a span, which says so itself. */
const mergedFacts = ['requests', 'tools'] as const satisfies readonly SpanFactId[];

/** What is known of a call as text, '' if nothing is: by dimensions, as measures are grouped. */
export const roleTexts = [
  ...(['operation', 'provider', 'model', 'response_model', 'agent', 'tool', 'prompt', 'prompt_version'] as const),
  ...(['feature', 'team', 'user_tier', 'conversation', 'error_class', 'finish_reason', 'cost_source'] as const),
] as const satisfies readonly DimensionId[];

/** What is known of a call as a number, NULL if nothing is. */
export const roleNumbers = {
  seconds: 'seconds',
  first_token: 'timeToFirstToken',
  input: 'inputTokens',
  output: 'outputTokens',
  cached: 'cacheReadTokens',
  reasoning: 'reasoningTokens',
  cost: 'cost',
} as const satisfies Record<string, RowField>;

export type RoleText = (typeof roleTexts)[number];
export type RoleNumber = keyof typeof roleNumbers;

/** The columns of a role beside its home. */
export const roleColumns: readonly string[] = [
  ...['fact', 'calls', 'failures', 'stands', 'weight', 'response'],
  ...(Object.keys(roleNumbers) as RoleNumber[]),
  ...roleTexts,
];

/** Dimensions say `unknown` or `none` where nothing is; a cost's source may be `unknown`, which says something. */
const unsaid: Readonly<Partial<Record<RoleText, string>>> = { error_class: 'none', cost_source: '' };

/**
 * Selects what each span is counted as, by its home, from the rows that measures are computed of:
 *
 *   fact      the fact that it is counted in, '' if another span stands for its call
 *   calls     how many calls it is: usually 1, none if it only adds to another, several if its text tells of several
 *   failures  those of them that failed
 *   stands    the home of the span that stands for its call, where that is another one
 *   weight    how many calls measures count for each, because a sampler dropped others
 *
 * A span without a row is no call, or one above several that it repeats, or is excluded by the settings.
 */
export const rolesOf = (traces: Traces): Select =>
  oncePerStatement(traces.all, 'roles', () =>
    named('roles', {
      kind: 'select',
      columns: [
        { as: 'home', value: column('member') },
        { as: 'fact', value: call('max', call('if', column('own'), column('fact'), text(''))) },
        { as: 'calls', value: call('sumIf', column('counts'), column('own')) },
        { as: 'failures', value: call('sumIf', column('counts'), infix('AND', column('own'), column('failed'))) },
        { as: 'stands', value: call('max', call('if', column('own'), text(''), column('stands'))) },
        { as: 'weight', value: call('max', column('weight')) },
        { as: 'response', value: call('max', column('response')) },
        ...Object.keys(roleNumbers).map((as) => ({ as, value: call('sumIf', column(as), column('own')) })),
        ...roleTexts.map((as) => ({ as, value: call('max', call('if', column('own'), column(as), text(''))) })),
      ],
      from: from({ kind: 'union', all: mergedFacts.flatMap((fact) => ofFact(traces, fact)) }),
      groupBy: [column('member')],
    })
  );

/** The rows of a fact with the homes of the spans that are about them. */
export function callsOf(traces: Traces, fact: SpanFactId = 'requests'): Select {
  const context = contextOf(traces, fact);
  return oncePerStatement(traces.all, `calls of ${fact}`, () =>
    named(
      `calls_of_${fact}`,
      factRows(context, fact, {
        dimensions: roleTexts.filter((id) => isText(context, fact, id)),
        fields: fieldsOf(context, fact),
        members: true,
      })
    )
  );
}

/** Only calls of models may be told by spans of other traces. */
const contextOf = ({ all, own, mayCross }: Traces, fact: SpanFactId): Context =>
  fact === 'requests' && mayCross ? all : own;

const fieldsOf = (context: Context, fact: SpanFactId): RowField[] => [
  'failed',
  ...(hasResponse(context, fact) ? (['responseId'] as const) : []),
  ...Object.values(roleNumbers).filter((field) => isNumberOf(context, fact, field)),
];

/** Only calls of models have an answer with an id, where the table has a place for it. */
const hasResponse = (context: Context, fact: SpanFactId): boolean =>
  fact === 'requests' && canTell(context, 'responseId');

const isText = (context: Context, fact: SpanFactId, id: RoleText): boolean =>
  dimensionOf(id).facts.includes(fact) && canSay(context, id);

/** Only calls of models have tokens and a cost. */
const isNumberOf = (context: Context, fact: SpanFactId, field: RowField): boolean =>
  (fact === 'requests' || field === 'seconds') && canTell(context, field);

/** Whether a table can have rows of the fact: one without operations has only calls of models. */
const canHave = (context: Context, fact: SpanFactId): boolean => fact === 'requests' || canSay(context, 'operation');

function ofFact(traces: Traces, fact: SpanFactId): Select[] {
  const context = contextOf(traces, fact);
  if (!canHave(context, fact)) {
    return [];
  }
  const counts = weights(context);
  const factor = (name: 'weight' | 'counted'): Expression =>
    counts.includes(name) ? call('toFloat64', column(rowField(name))) : call('toFloat64', number(1));
  const said = (id: RoleText): Expression => {
    const missing = unsaid[id] ?? 'unknown';
    return call('if', equal(column(id), text(missing)), text(''), call('toString', column(id)));
  };
  return [
    {
      kind: 'select',
      columns: [
        { as: 'member', value: column('member') },
        { as: 'stands', value: column(spanIds.home) },
        { as: 'own', value: equal(column('member'), column(spanIds.home)) },
        { as: 'fact', value: text(fact) },
        { as: 'counts', value: factor('counted') },
        { as: 'weight', value: factor('weight') },
        { as: 'failed', value: infix('!=', call('ifNull', column(rowField('failed')), number(0)), number(0)) },
        { as: 'response', value: hasResponse(context, fact) ? column(rowField('responseId')) : text('') },
        ...Object.entries(roleNumbers).map(([as, field]) => ({
          as,
          value: isNumberOf(context, fact, field) ? call('toFloat64', column(rowField(field))) : noNumber,
        })),
        ...roleTexts.map((as) => ({ as, value: isText(context, fact, as) ? said(as) : text('') })),
      ],
      from: from(callsOf(traces, fact)),
      arrayJoin: [{ as: 'member', value: call('splitByChar', text('\n'), column(membersColumn)) }],
    },
  ];
}
