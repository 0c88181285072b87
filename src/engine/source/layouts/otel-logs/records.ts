import type { LogRecord } from '../../dialects/dialect.ts';
import { dialects } from '../../dialects/index.ts';
import { array, call, combine, equal, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import type { Attributes } from '../attributes/attributes.ts';

const recording = dialects.filter(({ records }) => records.length > 0);
const records = recording.flatMap((dialect) => dialect.records);
const events = [...new Set(records.map(({ event }) => event))];

/** The event of a record, in the first of the places that names one that is read; '' for all other records. */
export function eventOf(places: readonly Expression[]): Expression {
  return call('multiIf', ...places.flatMap((place) => [isOneOf(place, events), place]), text(''));
}

/** Whether a record is one that is read, by its event and by what tells it from others of the event. */
export function isRead(event: Expression, attributes: Attributes): Expression {
  const always = records.filter(({ when }) => !when).map((record) => record.event);
  const sometimes = records.flatMap((record) => (record.when ? [meets(record.event, record.when)] : []));
  return combine('OR', [isOneOf(event, always), ...sometimes]) ?? number(0);

  function meets(name: string, { anyOf = [], lacking, equals }: NonNullable<LogRecord['when']>): Expression {
    const has = (key: string): Expression => infix('!=', attributes.value(key), text(''));
    const some = combine('OR', anyOf.map(has));
    return infix(
      'AND',
      equal(event, text(name)),
      ...(some ? [some] : []),
      ...(lacking === undefined ? [] : [call('not', has(lacking))]),
      ...(equals ? [equal(attributes.value(equals[0]), text(equals[1]))] : [])
    );
  }
}

/** Whether a record begins a turn. */
export const beginsTurn = (event: Expression): Expression =>
  isOneOf(
    event,
    records.filter(({ turn }) => turn).map((record) => record.event)
  );

/** Whether a scope is one of those that write such records: far shorter to read than a record's attributes. */
export function isOfScopes(scope: Expression): Expression {
  const names = recording.flatMap(({ claims }) => claims.scopes);
  const conditions = names.map((name) =>
    name.endsWith('*') ? call('startsWith', scope, text(name.slice(0, -1))) : equal(scope, text(name))
  );
  return combine('OR', conditions) ?? number(0);
}

const isOneOf = (value: Expression, names: readonly string[]): Expression => infix('IN', value, array(names.map(text)));
