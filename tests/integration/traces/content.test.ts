import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Parameters } from '../../../src/engine/compile/context/parameters.ts';
import { redacted } from '../../../src/engine/compile/kinds/content/redacted.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { Request, StatementResult } from '../../../src/engine/host.ts';
import { patternRefused } from '../../../src/engine/messages.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { call as fn, column, from, table, type Select } from '../../../src/engine/sql/nodes.ts';
import { print } from '../../../src/engine/sql/print.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { askTrace } from './ask.ts';
import { call, usage, write } from './spans.ts';

// What was said is shown to whoever may read it and asks for it, without what is redacted, and to nobody else.

let host: Host;
const database = 'said';
const now = Date.UTC(2026, 5, 1, 12);
const id = (n: number) => n.toString(16).padStart(32, '0');
const secret = 'the secret answer';
const chat = { ...call, ...usage, 'gen_ai.conversation.id': 'talk' };
const messages = (...texts: string[]) =>
  JSON.stringify(texts.map((content) => ({ role: 'user', parts: [{ type: 'text', content }] })));

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema(database)) {
    await host.command(statement);
  }
  await write(host, database, [
    {
      trace: id(1),
      id: 'a',
      at: now,
      attributes: {
        ...chat,
        'gen_ai.input.messages': messages(
          'first',
          'Write to ada@example.org or +44 20 7946 0958, card 4111 1111 1111 1111'
        ),
        'gen_ai.output.messages': messages(`${secret} sk-proj-abcdefghijklmnop1234`),
        'app.notes': 'patient 12345',
      },
    },
    // Numbered keys, of which the last is the latest message.
    {
      trace: id(2),
      id: 'b',
      at: now + 1000,
      attributes: {
        ...chat,
        ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`gen_ai.prompt.${n}.content`, `message ${n}`])),
        'gen_ai.completion.0.content': secret,
      },
    },
    // Events of the span, and a text that is long.
    {
      trace: id(3),
      id: 'c',
      at: now + 2000,
      attributes: chat,
      events: [
        { name: 'gen_ai.user.message', attributes: { content: 'earlier' } },
        { name: 'gen_ai.user.message', attributes: { content: `later ${'x'.repeat(1_000_000)}` } },
        { name: 'gen_ai.choice', attributes: { message: JSON.stringify([{ text: secret }]) } },
      ],
    },
    // What log records say of a call.
    { trace: id(4), id: 'd', at: now + 3000, attributes: chat },
  ]);
  const records = [
    ['gen_ai.user.message', { content: 'asked in a record' }],
    ['gen_ai.choice', { index: 0, message: { role: 'assistant', content: secret } }],
  ] as const;
  const rows = records.map(([EventName, body], index) =>
    JSON.stringify({
      Timestamp: new Date(now + 3000 + index).toISOString(),
      TraceId: id(4),
      SpanId: 'd',
      ServiceName: 'shop',
      SeverityText: 'INFO',
      Body: JSON.stringify(body),
      EventName,
      LogAttributes: { 'gen_ai.system': 'openai', 'gen_ai.output.messages': messages(secret) },
    })
  );
  await host.command(
    `INSERT INTO ${database}.otel_logs SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${rows.join('\n')}`
  );
}, 120_000);

afterAll(() => host?.close());

const allowed = { content: { allow: true } };
const as = (role: string, login = 'ada'): Partial<Request> => ({ user: { login, role } });
const settingsOf = (jsonData: Record<string, unknown>) => ({ ...host.settings, database, jsonData });
const range = (more: Partial<Request>) => panel(now - 3_600_000, now + 3_600_000, more);

const kinds = {
  trace: { kind: 'trace', traceId: id(1) },
  conversation: { kind: 'conversation', conversationId: 'talk' },
  logs: { kind: 'logs' },
  'logs of a trace': { kind: 'logs', traceId: id(4), events: ['*'] },
};
type Kind = keyof typeof kinds;

async function answer(kind: Kind, jsonData: Record<string, unknown>, more: Partial<Request>, content?: boolean) {
  const query = { version: 1, format: 'table', ...kinds[kind], ...(content === undefined ? {} : { content }) };
  const plan = await host.plan(query, range(more), settingsOf(jsonData));
  return { plan, ...(await host.run(plan)) };
}

describe.each(Object.keys(kinds) as Kind[])('prompts and answers of %s', (kind) => {
  test('are shown to whoever may read them and asks', async () => {
    const { plan, rows } = await answer(kind, allowed, as('Editor'), true);
    expect(JSON.stringify(rows)).toContain(secret);
    expect(plan.audit).toMatchObject({ kind: kinds[kind].kind });
  });

  test.each<[string, Record<string, unknown>, Partial<Request>, boolean | undefined]>([
    ['where they are not asked for', allowed, as('Admin'), undefined],
    ['where they are asked not to be', allowed, as('Admin'), false],
    ['of a data source that does not allow it', {}, as('Admin'), true],
    ['for a viewer', allowed, as('Viewer'), true],
    ['for an editor where administrators may', { content: { allow: true, minimumRole: 'Admin' } }, as('Editor'), true],
    ['for nobody', allowed, {}, true],
    ['for an anonymous visitor', allowed, as('Admin', ''), true],
    ['for a rule that is not marked as one', allowed, as('Admin', 'grafana_scheduler'), true],
  ])('are left out %s', async (_, jsonData, more, content) => {
    const { plan, rows } = await answer(kind, jsonData, more, content);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(plan.audit).toBeUndefined();
    expect(plan.notices.some(({ text }) => text.includes('Prompts and answers are left out'))).toBe(content === true);
  });

  test('are refused to a rule', async () => {
    await expect(answer(kind, allowed, { ...as('Admin'), fromAlert: true }, true)).rejects.toThrow('alert rule');
  });
});

describe('what is shown', () => {
  const conversation = async (content: Record<string, unknown> = {}) => {
    const { columns, rows } = await answer(
      'conversation',
      { content: { allow: true, ...content } },
      as('Editor'),
      true
    );
    const of = (name: string) => rows.map((row) => String(row[columns.indexOf(name)]));
    return { input: of('input'), output: of('output') };
  };

  test('is the last message of each call, wherever it was written', async () => {
    const { input, output } = await conversation();
    expect(input[0]).toBe('Write to [e-mail] or [phone], card [card]');
    expect(input[1]).toBe('message 11');
    expect(input[2]).toMatch(/^later x{100}/);
    expect(input[3]).toBe('asked in a record');
    expect(output).toEqual([`${secret} [key]`, secret, secret, secret]);
  });

  test('is no longer than the settings allow', async () => {
    const { input } = await conversation({ maxLength: 50 });
    expect(input[2]).toBe(`later ${'x'.repeat(44)}… (1000006 bytes, cut after 50 characters)`);
  });

  test('is redacted as the settings say', async () => {
    const { input, output } = await conversation({
      redact: { builtIn: false, patterns: [{ name: 'who', pattern: '(?i)WRITE to \\S+' }] },
    });
    expect(input[0]).toBe('[who] or +44 20 7946 0958, card 4111 1111 1111 1111');
    expect(output[0]).toContain('sk-proj-');
  });

  test('has the content of a span among its attributes, also that which the settings name', async () => {
    const more = {
      content: { allow: true, keys: ['app.notes'], redact: { patterns: [{ name: 'id', pattern: '[0-9]{5}' }] } },
    };
    const query = { traceId: id(1), content: true };
    const { spans } = await askTrace(host, query, range(as('Editor')), settingsOf(more));
    expect(spans[0]?.tags['app.notes']).toBe('patient [id]');
    expect(spans[0]?.tags['gen_ai.input.messages']).toContain('[e-mail]');
    expect(spans[0]?.tags).not.toHaveProperty('genai.content_left_out');
    const without = await askTrace(host, { traceId: id(1) }, range(as('Editor')), settingsOf(more));
    expect(without.spans[0]?.tags).not.toHaveProperty('app.notes');
  });

  test.each(['(?=a)', '(?<!a)b', '(a)\\1', '(', '[a'])('is not redacted by %s, which is no RE2', async (pattern) => {
    const broken = { content: { allow: true, redact: { patterns: [{ name: 'x', pattern }] } } };
    await expect(answer('trace', broken, as('Editor'), true)).rejects.toThrow('RE2');
  });
});

describe('what is redacted', () => {
  const settings = readSettings({
    url: '',
    database: '',
    user: '',
    jsonData: { content: { redact: { patterns: [{ name: 'own', pattern: '(PAT)-[0-9]+' }] } } },
  });
  const shown = async (texts: readonly string[]): Promise<string[]> => {
    const parameters = new Parameters();
    const select: Select = {
      kind: 'select',
      columns: [{ as: 'shown', value: redacted(column('t'), settings) }],
      from: from({
        kind: 'select',
        columns: [{ as: 't', value: fn('arrayJoin', parameters.list(texts)) }],
        from: table('system', 'one'),
      }),
    };
    const answer = await host.answer({ sql: print(select), params: parameters.values, settings: {} });
    return answer.rows.map(([one]) => String(one));
  };

  const replaced: readonly (readonly [text: string, shown: string])[] = [
    ['OPENAI_API_KEY=abcdef123', 'OPENAI_[secret]'],
    ['db_password: "hunter22"', 'db_[secret]"'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/b', 'aws_[secret]'],
    ['{\\"apiKey\\":\\"abcdef123456\\"}', '{\\"[secret]\\"}'],
    ['postgres://app:s3cret@db/x', 'postgres[secret]db/x'],
    ['key:\\nsk-proj-abcdefghijklmnop', 'key:\\n[key]'],
    ['sk-1a2b3c4d5e', '[key]'],
    ['\\u003cAKIAIOSFODNN7EXAMPLE\\u003e', '\\u003c[key]\\u003e'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZDE=', 'Authorization: [key]'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\nx-y\n-----END RSA PRIVATE KEY----- b', 'a [key] b'],
    ['-----BEGIN PRIVATE KEY-----\\nMIIE', '[key]'],
    ['to\\nada@example.org', 'to\\n[e-mail]'],
    ['josé.garcía@exämple.com', '[e-mail]'],
    ['请联系ada@example.org谢谢', '请联系[e-mail]谢谢'],
    ['ada\\u0040example.org', '[e-mail]'],
    ['card\\n4111 1111 1111 1111', 'card\\n[card]'],
    ['378282246310005 and 5500-0000-0000-0004', '[card] and [card]'],
    ['DE89 3704 0044 0532 0130 00', '[iban]'],
    ['call\\n+44 20 7946 0958 or (212) 555-0123', 'call\\n[phone] or [phone]'],
    ['PAT-17', '[own]'],
  ];
  test('is found in any notation', async () => {
    expect(await shown(replaced.map(([text]) => text))).toEqual(replaced.map(([, expected]) => expected));
  });

  const ordinary = [
    ...['1764496765123', '1764496765123456789', '2026-11-30T09:59:25.123456789+01:00', '0.4111111111111111'],
    ...['[0.2345678901234567,-0.3456789012345678]', '[2345678901234, 1e+1234567]', '4 000 000 000 000'],
    ...[
      '550e8400-e29b-41d4-a716-446655440000',
      '0af7651916cd43dd8448eb211c80319c',
      'chatcmpl-000022',
      '192.168.100.200',
    ],
    ...[
      'sk-learn-pipeline-example-usage',
      'task-management-system-overview',
      'US12ABCD EFGH IJKL',
      'ISBN 978-3-16-148410-0',
    ],
    ...[
      'Bearer of bad news is here today',
      'basic recommendations',
      '100-200-3000',
      '"max_tokens": 4096',
      '@scope/pkg@1.2.3',
    ],
  ];
  test('is no number, time or id that has another form', async () => {
    expect(await shown(ordinary)).toEqual(ordinary);
  });

  test('is cut by characters, not by bytes', async () => {
    const [short = '', long = ''] = await shown(['ä'.repeat(10_000), 'ä'.repeat(10_001)]);
    expect(short).toBe('ä'.repeat(10_000));
    expect(long).toBe(`${'ä'.repeat(10_000)}… (20002 bytes, cut after 10000 characters)`);
  });

  const spans = { kind: 'spans', columns: ['error'], groupBy: [], filters: [], orderBy: 'time', limit: 1 };
  // Errors are redacted in what shows no content, too.
  test.each([
    { ...kinds.trace, content: true },
    kinds.trace,
    { ...kinds.conversation, content: true },
    { ...kinds.logs, content: true },
    kinds.logs,
    spans,
  ])('by an expression that ClickHouse refuses is an error of the settings: $kind, content: $content', async (of) => {
    const query = { version: 1, format: 'table', ...of };
    const jsonData = { content: { allow: true, redact: { patterns: [{ name: 'long', pattern: 'a{1001}' }] } } };
    let reply = handle({
      op: 'query',
      now: now + 1000,
      query,
      request: range(as('Editor')),
      settings: settingsOf(jsonData),
    });
    while ('need' in reply) {
      const results = await Promise.all(
        reply.need.map((statement) =>
          host.answer(statement).then(
            (answer): StatementResult => ({ ok: true, ...answer }),
            (failure: unknown): StatementResult => ({
              ok: false,
              failure: {
                phase: 'status',
                status: 400,
                code: Number(/Code: (\d+)/.exec(String(failure))?.[1]),
                excerpt: '',
              },
            })
          )
        )
      );
      const { state } = reply;
      reply = handle({
        op: 'query',
        now: now + 1000,
        query,
        request: range(as('Editor')),
        settings: settingsOf(jsonData),
        state,
        results,
      });
    }
    expect(reply).toMatchObject({ error: { category: 'config', message: patternRefused('long') } });
  });
});

describe('log records', () => {
  test('are looked for in the partitions of their time, also in the tables of older collectors', async () => {
    const own = 'older';
    await host.command(`CREATE DATABASE ${own}`);
    await host.command(`CREATE TABLE ${own}.otel_traces AS ${database}.otel_traces`);
    await host.command(
      `CREATE TABLE ${own}.otel_logs (Timestamp DateTime64(9), TimestampTime DateTime DEFAULT toDateTime(Timestamp), TraceId String,
         SpanId String, ServiceName LowCardinality(String), Body String, ResourceAttributes Map(LowCardinality(String), String),
         LogAttributes Map(LowCardinality(String), String))
       ENGINE = MergeTree PARTITION BY toDate(TimestampTime) PRIMARY KEY (ServiceName, TimestampTime)
       ORDER BY (ServiceName, TimestampTime, Timestamp)`
    );
    const edge = now - 3_600_000;
    await host.command(
      `INSERT INTO ${own}.otel_logs (Timestamp, LogAttributes)
       SELECT fromUnixTimestamp64Milli(${edge} - number * 86400000), map('event.name', 'gen_ai.choice') FROM numbers(30)`
    );
    const query = { version: 1, kind: 'logs', format: 'table' };
    const plan = await host.plan(query, range({}), { ...settingsOf({}), database: own });
    const { sql, params } = plan.statement;
    const explained = await (await host.post(`EXPLAIN indexes = 1 ${sql}`, params)).text();
    expect(explained, sql).toContain('Parts: 1/30');
    expect((await host.run(plan)).rows).toHaveLength(1);
  });

  test('come as Grafana reads logs, the latest first', async () => {
    const { plan, columns, rows } = await answer('logs', {}, as('Viewer'));
    expect(plan.frame.preferredVisualisation).toBe('logs');
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    expect(of('event')).toEqual(['gen_ai.choice', 'gen_ai.user.message']);
    expect(of('body')).toEqual([
      'gen_ai.choice {"gen_ai.system":"openai"}',
      'gen_ai.user.message {"gen_ai.system":"openai"}',
    ]);
    expect(of('level')).toEqual(['info', 'info']);
    expect(of('labels')).toEqual(['{"gen_ai.system":"openai"}', '{"gen_ai.system":"openai"}']);
    expect(new Set(of('id')).size).toBe(2);
  });
});
