import type { HostSettings } from '../../../src/engine/host.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { readConfig } from '../../../tools/evaluate/config/read.ts';
import { createStatements, tablesOf } from '../../../tools/evaluate/ledger/tables.ts';
import { openOutput } from '../../../tools/evaluate/output/output.ts';
import { work, type Event, type Work } from '../../../tools/evaluate/run/work.ts';
import type { Server } from '../../../tools/evaluate/server.ts';
import type { Host } from '../engine/support.ts';
import { call, usage, write } from '../traces/spans.ts';
import { askingOf } from './host.ts';

export const tablesIn = (database: string) =>
  tablesOf({ resultsTable: 'genai_evaluation_results', leasesTable: 'genai_evaluation_leases' }, database);

/** A database with the collector’s tables and those of evaluators. */
export async function createDatabase(host: Host, database: string): Promise<void> {
  for (const statement of [...schema(database), ...createStatements(tablesIn(database))]) {
    await host.command(statement);
  }
}

export const serverOf = (host: Host, settings: HostSettings): Server => ({
  ...askingOf(host, settings),
  write: async ({ sql, params, data = '', settings: own = {} }) => {
    const response = await host.post(data === '' ? sql : `${sql}\n${data}`, params, {
      ...own,
      database: settings.database,
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
  },
});

export const traceId = (n: number) => (n + 1).toString(16).padStart(32, '0');
export const spanId = (n: number) => (n + 1).toString(16).padStart(16, '0');

const recently = Date.now() - 600_000;

/** Writes calls, which began some minutes ago unless `at` says otherwise, each in a trace of its own, with what was said in it. */
export async function writeCalls(
  host: Host,
  database: string,
  said: readonly { question?: string; answer?: string; context?: string; attributes?: Record<string, string> }[],
  /** Epoch milliseconds at which each began. */
  at: (n: number) => number = (n) => recently + n
): Promise<void> {
  const parts = (content: string) => [{ type: 'text', content }];
  await write(
    host,
    database,
    said.map(({ question, answer, context, attributes = {} }, n) => ({
      trace: traceId(n),
      id: spanId(n),
      at: at(n),
      attributes: {
        ...call,
        ...usage,
        'gen_ai.response.id': `r${n}`,
        ...(question === undefined
          ? {}
          : {
              'gen_ai.input.messages': JSON.stringify([
                { role: 'user', parts: parts(question) },
                ...(context === undefined
                  ? []
                  : [{ role: 'tool', parts: [{ type: 'tool_call_response', id: '1', response: context }] }]),
              ]),
            }),
        ...(answer === undefined
          ? {}
          : { 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: parts(answer) }]) }),
        ...attributes,
      },
    }))
  );
}

/** Runs the evaluators of a file until nothing is due; returns what happened. */
export async function runOnce(
  host: Host,
  database: string,
  yaml: string,
  more: Partial<Work> & { jsonData?: Record<string, unknown>; now?: string } = {}
): Promise<{ done: boolean; events: Event[] }> {
  const { jsonData = {}, now, ...options } = more;
  const events: Event[] = [];
  const config = readConfig(yaml, 'evaluators.yaml');
  const tables = tablesIn(database);
  const server: Server = {
    ...serverOf(host, { ...host.settings, database, jsonData }),
    ...(now === undefined ? {} : { now }),
  };
  const output = options.output ?? (await openOutput(server, tables, config, () => undefined));
  const done = await Promise.all(
    config.evaluators.map((one) =>
      work(one, {
        ...{ server, tables, output },
        worker: 'w',
        times: { seconds: 12, margin: 4, settle: 1 },
        once: true,
        interval: 1,
        signal: new AbortController().signal,
        tell: (_, event) => events.push(event),
        ...options,
      })
    )
  );
  await output.close();
  return { done: done.every(Boolean), events };
}

/** Rows of a statement, by column. */
export async function rows(host: Host, sql: string): Promise<Record<string, unknown>[]> {
  const { columns, rows: all } = await host.answer({ sql, params: {}, settings: {} });
  return all.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** What the ledger says, by call. */
export const ledger = (host: Host, database: string) =>
  rows(
    host,
    `SELECT SpanId AS span, Evaluator AS evaluator, Outcome AS outcome, Reason AS reason, Score AS score, Label AS label,
       Explanation AS explanation, toFloat64(Cost) AS cost, Attempts AS attempts
     FROM ${database}.genai_evaluation_results FINAL ORDER BY evaluator, SpanId`
  );
