import { call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { AllPairs, EventColumns, ShownColumns } from '../layout.ts';

const each = (value: (event: Expression) => Expression): Expression =>
  call('arrayMap', lambda(['e'], value(column('e'))), column('events'));

/** Reads events, which are JSON texts: `{"name":"exception","timeUnixNano":1,"attributeMap":{"exception.type":"x"}}`. */
export const signozEvents: EventColumns = {
  names: each((event) => call('JSONExtractString', event, text('name'))),
  times: each((event) =>
    call('fromUnixTimestamp64Nano', call('toInt64', call('JSONExtractUInt', event, text('timeUnixNano'))))
  ),
  attribute: (key) => each((event) => call('JSONExtractString', event, text('attributeMap'), text(key))),
  // The text is searched before it is parsed as JSON, because most spans have no events.
  has: (name) =>
    call(
      'arrayExists',
      lambda(['e'], call('like', column('e'), text(`%"name":"${name.replace(/[\\%_]/g, '\\$&')}"%`))),
      column('events')
    ),
};

const pairsOf = (event: Expression): Expression =>
  call('JSONExtractKeysAndValues', event, text('attributeMap'), text('String'));
const part = (index: number): Expression =>
  each((event) => call('arrayMap', lambda(['p'], call('tupleElement', column('p'), number(index))), pairsOf(event)));

export const signozEventPairs: AllPairs = { keys: part(1), values: part(2) };

/** Reads links, which are a JSON text: `[{"traceId":"…","spanId":"…","refType":"CHILD_OF"}]`; the first is the parent. */
export function linksIn(links: Expression): ShownColumns['links'] {
  const others = call(
    'arrayFilter',
    lambda(['l'], infix('!=', call('JSONExtractString', column('l'), text('refType')), text('CHILD_OF'))),
    call('JSONExtractArrayRaw', call('toString', links))
  );
  const ids = (name: string) =>
    call('arrayMap', lambda(['l'], call('JSONExtractString', column('l'), text(name))), others);
  return { traceIds: ids('traceId'), spanIds: ids('spanId') };
}
