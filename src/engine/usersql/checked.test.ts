import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { checkedSql } from './checked.ts';
import { readableIn } from './readable.ts';

const readable = readableIn(
  {
    database: 'otel',
    layout: { id: 'otel-map', title: '' },
    traces: {
      path: ['otel', 'otel_traces'],
      columns: {
        Timestamp: 'DateTime64(9)',
        TraceId: 'String',
        ServiceName: 'LowCardinality(String)',
        SpanName: 'LowCardinality(String)',
        StatusMessage: 'String',
        Duration: 'UInt64',
        SpanAttributes: 'Map(LowCardinality(String), String)',
        ResourceAttributes: 'Map(LowCardinality(String), String)',
        'Events.Name': 'Array(LowCardinality(String))',
        'Events.Attributes': 'Array(Map(LowCardinality(String), String))',
        Attrs: 'JSON',
      },
    },
    logs: {
      path: ['otel', 'otel_logs'],
      columns: { Timestamp: 'DateTime64(9)', TraceId: 'String', Body: 'String', LogAttributes: 'Map(String, String)' },
    },
    gauges: null,
    others: {},
  },
  { keys: ['app.secret'], exempt: ['app.query_type'] }
);

const passes = [
  `SELECT count() FROM otel_traces`,
  `SELECT count(*) AS n, ServiceName FROM otel.otel_traces GROUP BY ServiceName ORDER BY n DESC LIMIT 10`,
  "SELECT count() c FROM `otel`.`otel_traces` AS t WHERE t.SpanAttributes['gen_ai.request.model'] = 'gpt-4o'",
  `SELECT toStartOfInterval(toDateTime(Timestamp), INTERVAL 60 second) AS time, quantile(0.95)(Duration / 1e9) AS "p95 of all"
   FROM otel_traces WHERE (Timestamp >= fromUnixTimestamp64Milli({from:Int64}) AND Timestamp < fromUnixTimestamp64Milli({to:Int64})) GROUP BY time ORDER BY time`,
  `WITH slow AS (SELECT TraceId, max(Duration) AS longest FROM otel_traces GROUP BY TraceId)
   SELECT l.TraceId, longest * 2 FROM slow AS s JOIN otel_logs AS l ON l.TraceId = s.TraceId WHERE s.longest > 5`,
  `SELECT sumIf(toFloat64OrZero(SpanAttributes['gen_ai.usage.output_tokens']), ServiceName IN ('a', 'b')) FROM otel_traces`,
  `SELECT arrayMap(x -> x + 1, [1, 2]), arrayMap((x, y) -> x * y, [1], [2])`,
  `SELECT CASE WHEN Duration > 1 THEN 'slow' ELSE 'fast' END AS speed, CAST(Duration AS Nullable(Float64)), Duration::Float64 FROM otel_traces`,
  `SELECT count() FROM otel_traces WHERE $__filters AND NOT $__filters`,
  `SELECT TraceId FROM otel_traces WHERE TraceId IN (SELECT TraceId FROM otel_logs WHERE LogAttributes['event.name'] = 'x')`,
  `SELECT Attrs.gen_ai.request.model.:String AS model FROM otel_traces`,
  `SELECT n FROM (SELECT count() AS n FROM otel_traces) t`,
  `SELECT SpanAttributes['app.query_type'] FROM otel_traces -- what it is`,
  `SELECT x FROM otel_traces ARRAY JOIN Events.Name AS x, Events.Name AS y`,
  `SELECT ServiceName, row_number() OVER (PARTITION BY ServiceName ORDER BY Timestamp) AS nth FROM otel_traces`,
  `SELECT toUnixTimestamp(Timestamp) AS t FROM otel_traces ORDER BY t WITH FILL FROM 1 TO 9 STEP 2`,
  `SELECT count() AS events, 1e3 + 0x1F + 1.5 - .5 - 1_000 AS format FROM otel_traces WHERE ServiceName IN (SpanName, 'a') // of all`,
  `SELECT ServiceName FROM otel_traces WHERE TraceId NOT IN ('a') AND StatusMessage ILIKE '%x%' UNION ALL SELECT SpanName FROM otel_traces`,
];

const refusals = [
  `SELECT 1 AS file, file $__filters FROM otel_traces`,
  `SELECT hostName$__filters FROM otel_traces`,
  `SELECT Body $__filters FROM otel_traces`,
  `SELECT 1 FROM $__filters`,
  `SELECT * FROM otel_traces`,
  `SELECT t.* FROM otel_traces AS t`,
  `SELECT DISTINCT * FROM otel_traces`,
  `SELECT TOP 5 * FROM otel_traces`,
  `SELECT DISTINCT ON (TraceId) * FROM otel_traces`,
  `SELECT DISTINCT ON (TraceId) * -1 FROM otel_traces`,
  `SELECT 1 * FROM otel_traces`,
  `SELECT tuple(*) FROM otel_traces`,
  `SELECT * EXCEPT (TraceId) FROM otel_traces`,
  `SELECT COLUMNS('.*') FROM otel_traces`,
  `SELECT SpanAttributes FROM otel_traces`,
  `SELECT toString(SpanAttributes) FROM otel_traces`,
  `SELECT mapValues(SpanAttributes) FROM otel_traces`,
  `SELECT SpanAttributes.values FROM otel_traces`,
  `SELECT otel_traces.SpanAttributes.values FROM otel_traces`,
  'SELECT `SpanAttributes.values` FROM otel_traces',
  `SELECT SpanAttributes['gen_ai.input.messages'] FROM otel_traces`,
  `SELECT SpanAttributes['gen_ai.prompt.0.content'] FROM otel_traces`,
  `SELECT SpanAttributes['app.secret'] FROM otel_traces`,
  `SELECT SpanAttributes[concat('gen_ai.input', '.messages')] FROM otel_traces`,
  `SELECT SpanAttributes['gen_ai.\\x69nput.messages'] FROM otel_traces`,
  `SELECT SpanAttributes[$$gen_ai.input.messages$$] FROM otel_traces`,
  `SELECT SpanAttributes[SpanName] FROM otel_traces`,
  `SELECT count() FROM otel_traces WHERE SpanAttributes['gen_ai.output.messages'] LIKE '%secret%'`,
  `SELECT Body FROM otel_logs`,
  `SELECT l.Body FROM otel_logs AS l`,
  'SELECT `Body` FROM otel_logs',
  `SELECT "Body" FROM otel_logs`,
  `SELECT x FROM (SELECT Body AS x FROM otel_logs)`,
  `SELECT count() FROM otel_logs JOIN otel_traces USING (Body)`,
  `SELECT Events.Attributes FROM otel_traces`,
  `SELECT x FROM otel_traces ARRAY JOIN Events.Attributes AS x`,
  `SELECT Attrs FROM otel_traces`,
  `SELECT Attrs.^gen_ai FROM otel_traces`,
  `SELECT Attrs.gen_ai.input.messages FROM otel_traces`,
  'SELECT Attrs.`gen_ai.input.messages` FROM otel_traces',
  `SELECT getSubcolumn(Attrs, 'gen_ai.input.messages') FROM otel_traces`,
  `SELECT name FROM system.tables`,
  `SELECT 1 AS name FROM system.tables`,
  `SELECT query FROM system.query_log`,
  `SELECT 1 AS query, query FROM otel_traces, system.query_log`,
  `SELECT 1 AS prompts FROM otel_traces, prompts`,
  `SELECT 1 AS prompts FROM otel_traces CROSS JOIN prompts`,
  `SELECT 1 AS prompts, ServiceName IN prompts FROM otel_traces`,
  `SELECT 1 AS prompts, ServiceName IN (prompts) FROM otel_traces`,
  `SELECT 1 AS prompts, ServiceName NOT IN ((prompts)) FROM otel_traces`,
  `SELECT 1 AS prompts, in(ServiceName, prompts) FROM otel_traces`,
  `SELECT 1 AS prompts, NOT in(ServiceName, prompts) FROM otel_traces`,
  `WITH prompts AS (SELECT text AS t FROM prompts) SELECT t FROM prompts`,
  `WITH prompts AS (SELECT 1 AS text), y AS (SELECT text FROM other) SELECT 1`,
  `SELECT text FROM (WITH prompts AS (SELECT 1 AS text) SELECT text FROM prompts) AS a JOIN prompts ON 1`,
  `SELECT 1 AS Body FROM (SELECT 1) AS a JOIN otel_logs ON 1`,
  `SELECT 1 AS body FROM otel_logs`,
  'SELECT 1 AS `SpanAttributes.values`',
  `SELECT x FROM merge('otel', '.*')`,
  `SELECT line FROM file('/etc/passwd', 'LineAsString', 'line String')`,
  `SELECT line FROM url('http://a/', 'LineAsString')`,
  `SELECT file('/etc/passwd')`,
  `SELECT dictGet('d', 'a', 1)`,
  `SELECT getSetting('x')`,
  `SELECT sleep(3)`,
  `SELECT count() FROM otel_traces SETTINGS additional_table_filters = {'otel.otel_traces': 'x'}`,
  `SELECT count() FROM otel_traces SETTINGS readonly = 0`,
  `SELECT ServiceName FROM otel_traces INTO OUTFILE '/tmp/x'`,
  `SELECT ServiceName FROM otel_traces FORMAT JSON`,
  `SELECT {x:Identifier} FROM otel_traces`,
  `SELECT {from:Identifier} FROM otel_traces`,
  'SELECT ‘a’ FROM otel_traces',
  `SELECT ServiceName FROM 'otel_traces'`,
  `SELECT extract(SpanAttributes FROM otel_traces)`,
  `SELECT _table FROM otel_traces`,
  `SELECT untuple(tuple(1))`,
  `SELECT count() FROM otel_traces) UNION ALL (SELECT count() FROM system.tables`,
  `SELECT Duration AS d, x -> Body, 1 FROM otel_logs`,
  `SELECT 1 // '\n, toString(SpanAttributes) FROM otel_traces // '`,
  `SELECT Events.Attributes FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS Events FROM (SELECT 1 AS Attributes))`,
  'SELECT Events.Attributes FROM otel_traces WHERE 1 NOT IN (SELECT 2 AS `Events` FROM (SELECT 1 AS `Attributes`))',
  `SELECT e.Attributes FROM otel_traces ARRAY JOIN Events AS e WHERE 1 NOT IN (SELECT 2 AS Events FROM (SELECT 1 AS Attributes))`,
  `SELECT e.Attributes FROM otel_traces ARRAY JOIN Events AS e`,
  `SELECT 1 AS prompts, notIn(ServiceName, prompts) FROM otel_traces`,
  `SELECT 1 AS prompts, ServiceName IN (prompts AS p) FROM otel_traces`,
  `SELECT 1 AS prompts, ServiceName IN (prompts p) FROM otel_traces`,
  `SELECT 1..Body FROM otel_logs`,
  `SELECT 1.Body FROM otel_logs`,
];

describe('SQL of whoever may not read content', () => {
  test.each(passes)('passes: %s', (sql) => {
    const same = (text: string) =>
      text
        .replace(/(?:--|\/\/).*/, '')
        .replace(/`/g, '')
        .replace(/\s+/g, ' ')
        .trim();
    expect(same(checkedSql(sql, readable))).toBe(same(sql));
  });

  test('has its names in quotes, which are no keywords in them', () => {
    const sql = `SELECT 1 AS SETTINGS, t.Duration AS "d", SpanAttributes['a'], Attrs.b.c.:String, Duration::Float64 FROM otel.otel_traces t`;
    expect(checkedSql(sql, readable)).toBe(
      'SELECT 1 AS `SETTINGS`, `t`.`Duration` AS "d", `SpanAttributes`[\'a\'], `Attrs`.`b`.`c`.:String, `Duration`::Float64 FROM `otel`.`otel_traces` `t`'
    );
  });

  test.each(refusals)('is refused: %s', (sql) => {
    expect(() => checkedSql(sql, readable)).toThrow(UserError);
  });

  test('says which attribute holds content, and how to allow one that does not', () => {
    const sql = `SELECT SpanAttributes['gen_ai.input.messages'] FROM otel_traces`;
    expect(() => checkedSql(sql, readable)).toThrow(/gen_ai\.input\.messages.*content\.exempt/);
  });
});
