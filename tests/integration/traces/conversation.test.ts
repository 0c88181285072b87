import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { call, usage, write } from './spans.ts';

// A conversation is listed turn by turn over its traces, with what all of it used.

let host: Host;
const database = 'talks';
const now = Date.UTC(2026, 5, 1, 12);
const id = (n: number) => n.toString(16).padStart(32, '0');

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema(database)) {
    await host.command(statement);
  }
  const talk = { 'gen_ai.conversation.id': "it's one" };
  const chat = { ...call, ...usage };
  const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' };
  const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' };
  await write(host, database, [
    // The first turn is an agent's, with a span of HTTP between it and its call.
    { trace: id(1), id: 'a', at: now, attributes: { ...agent, ...talk } },
    { trace: id(1), id: 'h', parent: 'a', at: now + 1, name: 'POST' },
    { trace: id(1), id: 'b', parent: 'h', at: now + 2, attributes: { ...chat, ...talk } },
    { trace: id(1), id: 't', parent: 'a', at: now + 3, attributes: { ...tool, ...talk } },
    // Then a call that the application makes, the tool that it asked for, and the answer to it.
    { trace: id(2), id: 'r', at: now + 60_000, name: 'GET' },
    { trace: id(2), id: 'c', parent: 'r', at: now + 60_001, attributes: { ...chat, ...talk } },
    { trace: id(2), id: 'u', parent: 'r', at: now + 60_002, attributes: { ...tool, ...talk } },
    { trace: id(2), id: 'd', parent: 'r', at: now + 60_003, attributes: { ...chat, ...talk, 'error.type': 'timeout' } },
    { trace: id(3), id: 'x', at: now + 70_000, attributes: { ...chat, 'gen_ai.conversation.id': 'another' } },
  ]);
});

afterAll(() => host?.close());

const plan = (conversationId: string, more = {}) =>
  host.plan(
    { version: 1, kind: 'conversation', format: 'table', conversationId },
    panel(now - 3_600_000, now + 3_600_000, more),
    { ...host.settings, database }
  );

describe('a conversation', () => {
  test('is listed in order', async () => {
    const { columns, rows } = await host.run(await plan("it's one"));
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    expect(of('span_id')).toEqual(['a', 'b', 't', 'c', 'u', 'd']);
    expect(of('turn')).toEqual([1, 1, 1, 2, 2, 3]);
    expect(of('depth')).toEqual([0, 1, 1, 0, 0, 0]);
    expect(of('tool')).toEqual(['', '', 'search', '', 'search', '']);
    expect(of('input_tokens')).toEqual([null, 100, null, 100, null, 100]);
    expect(of('error_class')).toEqual(['', '', '', '', '', 'timeout']);
  });

  test('says what all of it used', async () => {
    const { meta } = await plan("it's one");
    expect(meta['conversation']).toMatchObject({
      turns: 3,
      requests: 3,
      errors: 1,
      toolCalls: 2,
      inputTokens: 300,
      outputTokens: 30,
    });
  });

  test('that is nowhere has no rows, and says what to do', async () => {
    const nowhere = await plan("' OR 1 = 1 --");
    expect(nowhere.notices[0]?.text).toContain('choose a time range');
    expect((await host.run(nowhere)).rows).toEqual([]);
  });

  test('that nobody has chosen has no rows, and says so', async () => {
    const none = await plan('');
    expect(none.notices[0]?.text).toContain('No conversation is chosen');
    expect((await host.run(none)).rows).toEqual([]);
  });

  test('is none of an alert rule', async () => {
    await expect(plan('another', { fromAlert: true })).rejects.toThrow('alert rule');
  });
});
