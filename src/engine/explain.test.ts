import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import type { EngineError, ErrorCategory, Failure } from './host.ts';

const failure = (more: Partial<Failure>): Failure => ({ phase: 'status', status: 500, code: 0, excerpt: '', ...more });

describe('phases', () => {
  const expected: Record<Failure['phase'], [ErrorCategory, number, EngineError['source'], RegExp]> = {
    settings: ['config', 400, 'downstream', /^The data source’s settings are not usable\. Correct/],
    connect: ['network', 502, 'downstream', /^ClickHouse cannot be reached\. Check the URL/],
    tls: ['tls', 502, 'downstream', /^The TLS connection to ClickHouse failed\. Check the CA/],
    send: ['network', 502, 'downstream', /^The connection broke while the query was being sent\. Try again/],
    status: ['server', 502, 'downstream', /^The server refused the query: HTTP 500\. Check that/],
    body: ['server', 502, 'downstream', /^The response ended before it was complete\. Try again/],
    decode: ['server', 502, 'downstream', /^The response could not be read\. Check/],
    shape: ['query', 400, 'downstream', /^The result does not match the query’s format\. Check/],
    limit: ['limit', 422, 'downstream', /^The result is larger than allowed\. Choose/],
    deadline: ['timeout', 504, 'downstream', /^The query timed out\. Choose/],
    cancelled: ['timeout', 504, 'downstream', /^The query was cancelled\. Run it again/],
    readonly: ['config', 400, 'downstream', /^SQL queries are refused, .*\. An administrator of ClickHouse must/],
    engine: ['plugin', 500, 'plugin', /^The query engine stopped\. Try again: .* please report it/],
  };
  test.each(Object.entries(expected))('%s', (phase, [category, status, source, message]) => {
    const error = explain(failure({ phase: phase as Failure['phase'] }));
    expect(error).toEqual({ category, status, source, message: expect.stringMatching(message) as string });
  });
});

describe('too much to read', () => {
  test.each([
    [158, 'max rows: 1.00 thousand, current rows: 200.00 thousand', 86_400, '1 d', '7 min'],
    [158, 'max rows: 900.00, current rows: 1.80 thousand', 7200, '2 h', '1 h'],
    [307, 'max bytes: 1000.00 B, current bytes: 500.00 KiB', 3600, '1 h', '7 s'],
    [307, 'max bytes: 10.00 GiB, current bytes: 15.00 GiB', 6 * 86_400, '6 d', '4 d'],
  ])('%d, %s: a window that passes', (code, numbers, windowSeconds, range, passes) => {
    const excerpt = `Code: ${code}. DB::Exception: Limit exceeded, ${numbers}: While executing. (TOO_MANY)`;
    const { message, category } = explain(failure({ code, excerpt, detail: { windowSeconds } }));
    expect(category).toBe('limit');
    expect(message).toContain(`The range was ${range}; at this traffic, at most ${passes} would pass.`);
    expect(message).not.toContain('windowSeconds');
    expect(explain(failure({ code, excerpt })).message).not.toContain('would pass');
  });
});

describe('ClickHouse codes', () => {
  test.each<[number, ErrorCategory, number]>([
    [36, 'query', 400],
    [47, 'query', 400],
    [60, 'config', 400],
    [62, 'query', 400],
    [81, 'config', 400],
    [158, 'limit', 422],
    [159, 'timeout', 504],
    [160, 'timeout', 504],
    [164, 'config', 400],
    [194, 'auth', 401],
    [202, 'server', 502],
    [210, 'network', 502],
    [241, 'limit', 422],
    [394, 'timeout', 504],
    [396, 'limit', 422],
    [407, 'query', 400],
    [427, 'query', 400],
    [497, 'auth', 401],
    [516, 'auth', 401],
    [999, 'server', 502],
  ])('%d is %s', (code, category, status) => {
    const error = explain(
      failure({
        code,
        excerpt: `Code: ${code}. DB::Exception: What happened. (NAME) (version 25.3.2.39 (official build))`,
      })
    );
    expect(error).toMatchObject({ category, status, source: 'downstream' });
    expect(error.message).toMatch(
      new RegExp(`^ClickHouse returned error ${code}: What happened\\. \\(NAME\\)\\. [A-Z].*\\.$`)
    );
  });

  test('of a phase other than status as well: an exception may come in the middle of the answer', () => {
    expect(explain(failure({ phase: 'body', status: 200, code: 241 }))).toMatchObject({ category: 'limit' });
  });
});

test.each<[number, ErrorCategory]>([
  [401, 'auth'],
  [403, 'auth'],
  [404, 'config'],
  [408, 'timeout'],
  [413, 'limit'],
  [429, 'server'],
  [502, 'server'],
  [503, 'server'],
])('HTTP %d without a code is %s', (status, category) => {
  const error = explain(failure({ status }));
  expect(error.category).toBe(category);
  expect(error.message).toContain(`: HTTP ${status}. `);
});

test('the facts of a limit and of a column are named', () => {
  expect(explain(failure({ phase: 'limit', detail: { rows: 1_000_000 } })).message).toMatch(
    /^The result is larger than allowed: rows 1000000\. /
  );
  expect(explain(failure({ phase: 'decode', detail: { column: 'a' }, excerpt: 'unknown type.' })).message).toMatch(
    /^The response could not be read: column a, unknown type\. /
  );
});

test.each([
  [
    '',
    /^The result has several rows without labels, but a rule needs one number, or a label .* Return one row, or add/,
  ],
  ['code=1, g=a', /^The result has several rows with the same labels: code=1, g=a\. Group by these columns, or add/],
  [`g=${'long '.repeat(100)}`, /labels: g=(long ){39}lon\.\.\.\. Group/],
])('rows alike are told in words: "%s"', (duplicate, expected) => {
  const error = explain(failure({ phase: 'shape', detail: { duplicate } }));
  expect(error.message).toMatch(expected);
  expect([error.category, error.source]).toEqual(['query', 'downstream']);
});

describe('what the message never holds', () => {
  const prompt = `You are a helpful assistant. ${'The customer says: it is late. '.repeat(4)}`;
  test.each([
    ['one long text', `Cannot parse string '${prompt}' as Float64`],
    ['after a short one', `Cannot convert 'x' and '${prompt}' to one type`],
    ['with an escaped quote', `Cannot parse string '${prompt} it\\'s ${prompt}' as Float64`],
    ['that was cut off', `Cannot parse string '${prompt}`],
    ['over lines', `Cannot parse string '${prompt}\n${prompt}' as Float64`],
  ])('%s', (_, excerpt) => {
    const { message } = explain(failure({ code: 6, excerpt }));
    expect(message).not.toContain('helpful');
    expect(message).not.toContain('customer');
    expect(message).toContain("'...'");
  });

  test('short texts stay: they name tables and columns', () => {
    expect(explain(failure({ code: 47, excerpt: "Unknown identifier 'modle', maybe 'model'" })).message).toContain(
      "'modle', maybe 'model'"
    );
  });
});
