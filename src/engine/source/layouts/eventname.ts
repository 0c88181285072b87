import { firstNonEmpty, isNothing } from '../../sql/missing.ts';
import { call, type Expression } from '../../sql/nodes.ts';
import type { LogColumns } from './layout.ts';

/** Attributes with the event name of a record, for tables without a column for it. */
export const eventNameKeys = ['event.name', 'event_name'];

/** The name of a log record's event, '' if it has none. */
export function eventNameOf({ eventName, attributes }: LogColumns): Expression {
  const ofAttributes = eventNameKeys.map((key) => attributes.value(key)).filter((name) => !isNothing(name));
  return firstNonEmpty([...(eventName ? [call('toString', eventName)] : []), ...ofAttributes], '');
}
