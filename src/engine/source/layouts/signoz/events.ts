import { call, column, lambda, text, type Expression } from '../../../sql/nodes.ts';
import type { EventColumns } from '../layout.ts';

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
