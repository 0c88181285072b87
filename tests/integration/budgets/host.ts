import { handle } from '../../../src/engine/handle.ts';
import type { Call, Health, HostSettings, Plan, Request, ResourceAnswer, Statement } from '../../../src/engine/host.ts';
import { keeping } from '../../../tools/cli/keeping.ts';
import type { Answer, Host } from '../engine/support.ts';

export type Row = Record<string, unknown>;

/** A host that reuses answers that may be kept, and records what it had to send. */
export class KeepingHost {
  sent: Statement[] = [];
  /** The clock's time, after all traffic unless a test says otherwise. */
  now = Date.UTC(2027, 0, 1);
  private readonly settings: HostSettings;
  private readonly answer: (statement: Statement) => Promise<Answer>;

  constructor(host: Host, jsonData: Record<string, unknown>) {
    this.answer = keeping((statement) => {
      this.sent.push(statement);
      return host.answer(statement);
    });
    this.settings = { ...host.settings, jsonData };
  }

  async rows(query: object, request: Request): Promise<Row[]> {
    const plan = await this.plan(query, request);
    const { columns, rows } = await this.answer(plan.statement);
    return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  }

  plan(query: object, request: Request): Promise<Plan> {
    return this.converse({
      op: 'query',
      now: this.now,
      query: { version: 1, format: 'table', ...query },
      request,
      settings: this.settings,
    });
  }

  resource(path: string, body: unknown = null): Promise<ResourceAnswer> {
    return this.converse({ op: 'resource', now: this.now, path, body, settings: this.settings });
  }

  health(): Promise<Health> {
    return this.converse({ op: 'health', now: this.now, settings: this.settings });
  }

  private async converse<Done>(call: Call): Promise<Done> {
    let step = handle(call);
    while ('need' in step) {
      const results = await Promise.all(
        step.need.map((statement) =>
          this.answer(statement).then(
            (answer) => ({ ok: true as const, ...answer }),
            (reason: Error) => ({
              ok: false as const,
              failure: { phase: 'status' as const, status: 400, code: 36, excerpt: reason.message },
            })
          )
        )
      );
      // The state is serialized, as in the backend.
      const { state } = JSON.parse(JSON.stringify({ state: step.state })) as { state: unknown };
      step = handle({ ...call, state, results } as Call);
    }
    if ('error' in step) {
      throw new Error(step.error.message);
    }
    return step.done as Done;
  }
}
