import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { likeness, trace, span, parent, rank } from './identity.ts';
import {
  call,
  column,
  combine,
  equal,
  from,
  infix,
  lambda,
  number,
  over,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';

/** Fields by which a span is related to one about the same call in another trace. */
export const otherTraceFields: readonly SpanField[] = [
  'rank',
  'service',
  'seconds',
  'responseId',
  ...likeness.responseId,
];

/** Microseconds between the spans of one response: a gateway's cache gives the same id again, later. */
const near = 60e6;
/** Microseconds by which a span may end after the one that contains it, because its client was slower to notice. */
const slack = 10_000;
/** Calls alike that may run beside each other. */
const beside = 16;

const scope = column(spanIds.scope);
const field = (name: SpanField): Expression => column(rowField(name));

/**
 * Puts spans below the one about the same call in another trace, if an SDK or a client started a trace of its own:
 *
 *   the same response id, from another scope of the service within a minute, or else
 *   a root without a parent, inside the interval of another scope's span with the same model and usage, or that failed, too
 *
 * Example: OpenLLMetry's `openai.response` below LangChain's stream. `rows` need the ids and `otherTraceFields`.
 */
export function withOtherTraces(rows: Select): Select {
  const id = field('responseId');
  const none = equal(id, text(''));
  const start = call('toUnixTimestamp64Micro', call('toDateTime64', column(rowTime), number(6)));
  const placed: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_start', value: start },
      {
        as: '_until',
        value: infix('+', start, call('toInt64', infix('*', call('ifNull', field('seconds'), number(0)), number(1e6)))),
      },
    ],
    from: from(rows),
  };
  const self = call('tuple', column('_start'), column('_until'), trace, span, scope, id);
  const alike = [field('service'), ...likeness.responseId.map(field)];
  const related: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: '_named',
        value: over(
          call('first_value', self),
          [field('service'), call('if', none, call('concat', text('#'), trace, span), id)],
          [rank, column('_start'), span]
        ),
      },
      {
        as: '_beside',
        value: over(
          call('groupArray', self),
          alike,
          [column('_start'), infix('-', number(0), column('_until')), span],
          {
            unit: 'ROWS',
            preceding: beside,
            following: 1,
          }
        ),
      },
    ],
    from: from(placed),
  };
  const part = (of: Expression, index: number) => call('tupleElement', of, number(index));
  const named = column('_named');
  const isElsewhere = (of: Expression) =>
    infix('AND', infix('!=', part(of, 3), trace), infix('!=', part(of, 5), scope), infix('!=', part(of, 4), text('')));
  const isNamed = infix(
    'AND',
    infix('!=', id, text('')),
    isElsewhere(named),
    infix('<=', call('abs', infix('-', part(named, 1), column('_start'))), number(near))
  );
  const o = column('o');
  const around = call(
    'arrayFilter',
    lambda(
      ['o'],
      infix(
        'AND',
        isElsewhere(o),
        infix('<=', part(o, 1), column('_start')),
        infix('>=', infix('+', part(o, 2), number(slack)), column('_until')),
        // Two different ids mean two calls.
        infix('OR', none, equal(part(o, 6), text('')))
      )
    ),
    column('_beside')
  );
  const isSilent = combine('AND', [
    call('isNull', call('coalesce', field('inputTokens'), field('outputTokens'))),
    call('not', field('failed')),
  ]);
  const isRoot = combine('AND', [
    equal(parent, text('')),
    infix('!=', trace, text('')),
    call('not', isSilent ?? number(0)),
    call('notEmpty', column('_around')),
  ]);
  const enclosed: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_around', value: around },
    ],
    from: from(related),
  };
  const idsOf = (of: Expression) => call('tuple', part(of, 3), part(of, 4));
  const chosen: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: '_above',
        value: call(
          'multiIf',
          isNamed,
          idsOf(named),
          isRoot ?? number(0),
          idsOf(call('arrayElement', column('_around'), number(-1))),
          call('tuple', text(''), text(''))
        ),
      },
    ],
    from: from(enclosed),
  };
  const taken: Readonly<Record<string, number>> = { [spanIds.trace]: 1, [spanIds.parent]: 2 };
  return {
    kind: 'select',
    columns: rows.columns
      .filter(({ step }) => !step)
      .map(({ as }) => {
        const own = column('r', as);
        const other = part(column('r', '_above'), taken[as] ?? 0);
        return { as, value: as in taken ? call('if', infix('!=', other, text('')), other, own) : own };
      }),
    from: { kind: 'query', query: chosen, as: 'r' },
  };
}
