/** How a column of a SQL query is passed to Grafana, by its ClickHouse type. */
export interface TypeRule {
  kind: 'time' | 'number' | 'text' | 'flag' | 'json' | 'unsupported';
  /** The SQL that casts it to a type that Grafana can read; the column itself if it already has one. */
  cast: (column: string) => string;
}

const asIs = (column: string): string => column;
const cast = (name: string) => (column: string) => `${name}(${column})`;

const time: TypeRule = { kind: 'time', cast: (column) => `toDateTime64(${column}, 9)` };
const text: TypeRule = { kind: 'text', cast: cast('toString') };
const number: TypeRule = { kind: 'number', cast: asIs };
const float: TypeRule = { kind: 'number', cast: cast('toFloat64') };
const json: TypeRule = { kind: 'json', cast: cast('toJSONString') };

/** Rules by type name, without arguments, Nullable and LowCardinality. Decimals wider than a double become text. */
const rules: Record<string, TypeRule> = {
  ...each(['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64', 'Float32', 'Float64'], number),
  ...each(['BFloat16', 'Decimal', 'Decimal32', 'Decimal64', 'Decimal128', 'Decimal256'], float),
  ...each(['Int128', 'Int256', 'UInt128', 'UInt256'], text),
  ...each(['Date', 'Date32', 'DateTime', 'DateTime64'], time),
  ...each(['Time', 'Time64', 'UUID', 'IPv4', 'IPv6', 'Enum8', 'Enum16', 'Enum', 'FixedString'], text),
  ...each(
    ['IntervalNanosecond', 'IntervalMicrosecond', 'IntervalMillisecond', 'IntervalSecond', 'IntervalMinute'],
    text
  ),
  ...each(['IntervalHour', 'IntervalDay', 'IntervalWeek', 'IntervalMonth', 'IntervalQuarter', 'IntervalYear'], text),
  ...each(['Array', 'Map', 'Tuple', 'Nested', 'JSON', 'Object', 'Variant', 'Dynamic', 'QBit'], json),
  ...each(['Point', 'Ring', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'Geometry'], json),
  // This is the type of a bare NULL, which toString would leave unchanged.
  Nothing: { kind: 'text', cast: (column) => `CAST(${column}, 'Nullable(String)')` },
  String: { kind: 'text', cast: asIs },
  Bool: { kind: 'flag', cast: asIs },
};

const unsupported: Record<string, TypeRule> = {
  AggregateFunction: { kind: 'unsupported', cast: (column) => `finalizeAggregation(${column})` },
};

/** Finds a type's rule: `Nullable(DateTime64(3, 'UTC'))` is a DateTime64; `SimpleAggregateFunction(sum, UInt64)` a UInt64. */
export function ruleOf(type: string): TypeRule {
  const name = /^[A-Za-z0-9]+/.exec(type)?.[0] ?? '';
  if (name === 'Nullable' || name === 'LowCardinality') {
    return ruleOf(type.slice(name.length + 1, -1));
  }
  if (name === 'SimpleAggregateFunction') {
    return ruleOf(type.slice(type.indexOf(', ') + 2, -1));
  }
  if (name === 'DateTime64' && isNanoseconds(type)) {
    return { kind: 'time', cast: asIs };
  }
  return rules[name] ?? unsupported[name] ?? { kind: 'unsupported', cast: cast('toString') };
}

function isNanoseconds(type: string): boolean {
  return /^DateTime64\(9\b/.test(type);
}

function each(names: readonly string[], rule: TypeRule): Record<string, TypeRule> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}
