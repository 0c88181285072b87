import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { type Identity, type Peers, likeness, trace, span, parent, rank } from './identity.ts';
import { call, column, equal, from, infix, number, over, text, type Expression, type Select } from '../../sql/nodes.ts';

/** Microseconds by which two spans that start and end together may differ. */
const slack = 1000;

/** Adds the id of a span's twin, or its own id if it has none. */
export function withTwins(rows: Select, identity: Identity, { peers }: Peers): Select {
  const id = column(rowField(identity));
  const none = equal(id, text(''));
  const shared = (value: Expression) =>
    over(
      call('first_value', value),
      [trace, call('if', none, call('concat', text('#'), span), id)],
      [rank, column(rowTime), span]
    );
  const identified: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      // A gateway's cache answers two requests with the same id; those spans have the same scope.
      {
        as: '_same',
        value: call('if', equal(shared(column(spanIds.scope)), column(spanIds.scope)), span, shared(span)),
      },
      {
        as: '_end',
        value: infix(
          '+',
          call('toUnixTimestamp64Micro', call('toDateTime64', column(rowTime), number(6))),
          call('toInt64', infix('*', call('ifNull', column(rowField('seconds')), number(0)), number(1e6)))
        ),
      },
    ],
    from: from(rows),
  };
  const used = [column(rowField('inputTokens')), column(rowField('outputTokens'))];
  const alike = peers ? likeness[identity].map((field) => column(rowField(field))) : [];
  // The same usage, or that both failed, is enough: OpenInference's LangChain puts its call below a chain's span, the
  // client's is next to the chain, and a gateway's is below the client's HTTP request.
  const isSilent = infix('AND', call('isNull', call('coalesce', ...used)), call('not', column(rowField('failed'))));
  const group = [trace, call('if', isSilent, parent, text('')), ...alike];
  const longest = infix('-', number(0), column('_end'));
  const compared: Select =
    alike.length === 0
      ? identified
      : {
          kind: 'select',
          columns: [
            { as: '*', value: column('*') },
            {
              as: '_outer',
              value: over(call('first_value', column(spanIds.scope)), group, [column(rowTime), longest, rank, span]),
            },
          ],
          from: from(identified),
        };
  const around = (condition: Expression) =>
    over(
      call('maxIf', call('tuple', column('_end'), column('_same')), condition),
      [trace, parent],
      [column(rowTime), rank, span]
    );
  const application = equal(rank, number(0));
  const holds = (name: string) =>
    infix('>=', infix('+', call('tupleElement', column(name), number(1)), number(slack)), column('_end'));
  const isPeer = infix(
    'AND',
    application,
    infix('!=', column(spanIds.scope), column('_outer')),
    // A span directly below is recognized by its parent.
    infix('!=', parent, call('tupleElement', column('_around_peer'), number(2))),
    // Two different ids mean two calls.
    infix('OR', none, equal(call('tupleElement', column('_around_peer'), number(3)), text(''))),
    holds('_around_peer')
  );
  const enclosed: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_around', value: around(application) },
      { as: '_around_nameless', value: around(infix('AND', application, none)) },
      ...(alike.length === 0
        ? []
        : [
            {
              as: '_around_peer',
              value: over(
                call(
                  'maxIf',
                  call('tuple', column('_end'), column('_same'), id),
                  infix('AND', application, equal(column(spanIds.scope), column('_outer')))
                ),
                group,
                [column(rowTime), longest, rank, span]
              ),
            },
          ]),
    ],
    from: from(compared),
  };
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: '_twin',
        value: call(
          'multiIf',
          infix('!=', column('_same'), span),
          column('_same'),
          ...(alike.length === 0 ? [] : [isPeer, call('tupleElement', column('_around_peer'), number(2))]),
          equal(rank, number(0)),
          span,
          infix('AND', none, holds('_around')),
          call('tupleElement', column('_around'), number(2)),
          holds('_around_nameless'),
          call('tupleElement', column('_around_nameless'), number(2)),
          span
        ),
      },
    ],
    from: from(enclosed),
  };
}
