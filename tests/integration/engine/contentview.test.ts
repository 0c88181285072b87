import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isContent } from '../../../src/engine/catalogue/content.ts';
import { demoRows, from, load, span, t0 } from './rows.ts';
import { expectClose, panel, startHost, withSql, type Host } from './support.ts';

// Tests the view of docs/access.md, which keeps content from whoever may only read it.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', demoRows());
  await load(host.url, 'otel', { spans: [span(t0 - 1000, keys)], logs: [] });
  const [, statements = ''] =
    /```sql\n(CREATE FUNCTION [\s\S]*?)```/.exec(readFileSync('docs/access.md', 'utf8')) ?? [];
  // The embedded server has one user.
  const [create = '', view = ''] = statements.replace(' DEFINER = genai_owner SQL SECURITY DEFINER', '').split(';\n');
  await host.command(create);
  await host.command(view);
});

afterAll(() => host?.close());

const throughView = () => ({ ...host.settings, jsonData: { tracesTable: 'spans_without_content' } });

/** Attributes whose names are content to the engine, and others. */
const keys = Object.fromEntries(
  [
    ...['gen_ai.input.messages', 'gen_ai.prompt.0.content', 'mlflow.spanInputs', 'genkit:output', 'ai.response.text'],
    ...['tool_response', 'ai.response.toolCalls', 'response', 'x.parallel_tool_calls'],
    ...['gen_ai.usage.prompt_tokens', 'gen_ai.prompt.name', 'error.message', 'http.request.body.size', 'app.feature'],
  ].map((key) => [key, 'x'])
);

test('leaves out what is content to the engine', async () => {
  const left = await host.command(
    "SELECT mapKeys(SpanAttributes) FROM otel.spans_without_content WHERE SpanAttributes['error.message'] = 'x' FORMAT JSONEachRow"
  );
  const [names] = Object.values(JSON.parse(left) as Record<string, string[]>);
  expect(names?.sort()).toEqual(
    Object.keys(keys)
      .filter((key) => !isContent(key))
      .sort()
  );
});

test('is read like the table', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'requests' }, { id: 'cost' }, { id: 'tool_calls' }, { id: 'score_count' }],
    groupBy: ['feature'],
  };
  const plan = await host.plan(query, panel(from, t0), throughView());
  const [own, through] = [await host.ask(query, panel(from, t0)), await host.run(plan)];
  withSql(plan, () => {
    expect(own.rows.length).toBeGreaterThan(0);
    expect(through.rows.map(([feature]) => feature)).toEqual(own.rows.map(([feature]) => feature));
    through.rows.forEach((row, index) =>
      row
        .slice(1)
        .forEach((value, column) => expectClose(value, own.rows[index]?.[column + 1] as number, String(row[0])))
    );
  });
});
