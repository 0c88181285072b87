import { describe, expect, it } from 'vitest';

import { completionAt, wantsKeys, type Named } from './completion.ts';

const named: Named = {
  tables: [
    {
      path: 'otel.otel_traces',
      columns: {
        Timestamp: 'DateTime64(9)',
        SpanAttributes: 'Map(LowCardinality(String), String)',
        ResourceAttributes: 'Map(LowCardinality(String), String)',
        'od`d 😀': 'String',
      },
    },
    { path: 'otel.otel_logs', columns: { Body: 'String', LogAttributes: 'Map(String, String)' } },
  ],
  keys: ['gen_ai.request.model', "it's"],
};

/** Completes at the mark ¦. */
function at(marked: string) {
  const [before = '', after = ''] = marked.split('¦');
  return completionAt(before + after, before.length, named);
}
const labels = (marked: string) => at(marked)?.suggestions.map(({ label }) => label) ?? [];
const find = (marked: string, label: string) => at(marked)?.suggestions.find((one) => one.label === label);

describe('completion', () => {
  it.each(['SELECT 1 FROM ¦', 'SELECT 1 FROM ot¦', 'SELECT 1 FROM a JOIN ¦', 'SELECT 1 from /* x */\n$¦'])(
    'offers tables: %s',
    (marked) => expect(labels(marked)).toEqual(['$__table', 'otel.otel_traces', 'otel.otel_logs'])
  );

  it.each(['SELECT ¦', 'SELECT 1 FROM $__table WHERE Time¦ ORDER BY 1', 'SELECT a, (¦', "SELECT 'a' ¦"])(
    'offers columns, macros, functions and keywords: %s',
    (marked) =>
      expect(labels(marked)).toEqual(expect.arrayContaining(['Timestamp', '$__timeFilter', 'quantileTDigest', 'WHERE']))
  );

  it('offers columns of the tables that the SQL names', () => {
    expect(labels('SELECT ¦ FROM otel_logs')).toContain('Body');
    expect(labels('SELECT ¦ FROM otel_logs')).not.toContain('Timestamp');
    expect(labels('SELECT ¦ FROM $__table AS t JOIN otel.otel_logs')).toEqual(
      expect.arrayContaining(['Body', 'Timestamp'])
    );
    expect(labels('SELECT t.¦ FROM $__table AS t')).toEqual(Object.keys(named.tables[0]?.columns ?? {}));
  });

  it.each(["SELECT 'Time¦", 'SELECT 1 -- Time¦', 'SELECT 1 /* Time¦', 'SELECT 12¦', 'SELECT `Time¦', "SELECT Body['¦"])(
    'offers nothing in strings, comments and numbers: %s',
    (marked) => expect(at(marked)).toBeNull()
  );

  it('replaces what is written of a word, with its dollar', () => {
    expect(at('SELECT 1 WHERE $__time¦')?.from).toBe('SELECT 1 WHERE '.length);
    expect(at('SELECT Time¦')?.from).toBe('SELECT '.length);
    expect(find('SELECT $¦', '$__timeFilter')).toMatchObject({
      insert: '\\$__timeFilter(${1:Timestamp})',
      isSnippet: true,
      detail: '$__timeFilter(Timestamp)',
      documentation: 'True if the column is within the time range',
    });
    expect(find('SELECT $¦', '$__interval_s')).toMatchObject({ insert: '$__interval_s', isSnippet: false });
    expect(labels('SELECT $¦')).toContain('$__filters');
  });

  it('writes columns as SQL', () => {
    expect(find('SELECT ¦', 'od`d 😀')?.insert).toBe('`od\\`d 😀`');
    expect(find('SELECT ¦', 'SpanAttributes')).toMatchObject({
      insert: "SpanAttributes['$0']",
      isSnippet: true,
      next: true,
    });
  });

  it('offers keys of attributes, and closes them', () => {
    expect(at("SELECT SpanAttributes['gen¦")).toEqual({
      from: "SELECT SpanAttributes['".length,
      suggestions: [
        { label: 'gen_ai.request.model', kind: 'key', insert: "gen_ai.request.model']" },
        { label: "it's", kind: 'key', insert: "it\\'s']" },
      ],
    });
    expect(find("SELECT SpanAttributes['¦']", 'gen_ai.request.model')?.insert).toBe('gen_ai.request.model');
    expect(find("SELECT SpanAttributes['¦]", 'gen_ai.request.model')?.insert).toBe("gen_ai.request.model'");
    expect(at("SELECT ResourceAttributes['¦")).toBeNull();
    expect(wantsKeys("SELECT SpanAttributes['gen")).toBe(true);
    expect(wantsKeys("SELECT SpanAttributes['gen'] = '")).toBe(false);
  });
});
