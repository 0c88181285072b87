import { rowTime, spanIds } from '../context/columnnames.ts';
import { call, column, text, type Expression } from '../../sql/nodes.ts';

/** Values of every row of the table of calls: the hour in which it counts, its time and its span. */
export const keptPlace: Readonly<Record<string, Expression>> = {
  Hour: call('toStartOfHour', call('toDateTime', column(rowTime), text('UTC'))),
  Timestamp: column(rowTime),
  TraceId: column(spanIds.trace),
  SpanId: column(spanIds.span),
};

/** The type of all maps of the table of calls. */
export const asMap = (value: Expression): Expression =>
  call('CAST', value, text('Map(LowCardinality(String), String)'));

/** A map of keys, each with the value of its column. */
export const mapOf = (keys: readonly string[], columnOf: (key: string) => string): Expression =>
  asMap(call('map', ...keys.flatMap((key) => [text(key), column(columnOf(key))])));
