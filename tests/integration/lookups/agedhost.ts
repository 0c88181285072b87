import { handle } from '../../../src/engine/handle.ts';
import type { Call, HostSettings, Plan, Request, Statement, StatementResult } from '../../../src/engine/host.ts';
import { keeping } from '../../../tools/cli/keeping.ts';
import type { Rows } from '../engine/canonical.ts';
import { load } from '../engine/rows.ts';
import type { Answer, Host } from '../engine/support.ts';

/** A host whose census is of an earlier moment: it is taken of another database, which has only the rows of before. */
export class AgedHost {
  private readonly answer: (statement: Statement) => Promise<Answer>;
  private readonly host: Host;
  private readonly settings: HostSettings;
  private readonly now: number;

  constructor(host: Host, database: string, now: number) {
    this.host = host;
    // Nothing is written once it has been asked about.
    this.answer = keeping(host.answer, () => true);
    this.settings = { ...host.settings, database };
    this.now = now;
  }

  async load({ spans, logs }: Rows, moments: readonly number[]): Promise<void> {
    await load(this.host.url, this.settings.database, { spans, logs });
    for (const moment of moments) {
      const wasThere = ({ Timestamp }: { Timestamp: string }) => Date.parse(`${Timestamp.replace(' ', 'T')}Z`) < moment;
      await load(this.host.url, this.earlier(moment), { spans: spans.filter(wasThere), logs: logs.filter(wasThere) });
    }
  }

  /** Runs the query; the census has seen what came before the moment, or everything. */
  async ask(query: unknown, request: Request, seenUntil?: number): Promise<{ plan: Plan; answer: Answer }> {
    const plan = await this.plan(query, request, seenUntil);
    return { plan, answer: await this.host.run(plan) };
  }

  /** Does so as a host, which looks again where the answer has rows of what the census had not seen. */
  async askTwice(query: unknown, request: Request, seenUntil?: number): Promise<Answer> {
    const { plan, answer } = await this.ask(query, request, seenUntil);
    const unseen = answer.columns.indexOf(plan.unseen ?? '');
    return answer.rows.some((row) => Number(row[unseen]) > 0) ? (await this.ask(query, request)).answer : answer;
  }

  private async plan(query: unknown, request: Request, seenUntil: number | undefined): Promise<Plan> {
    const call: Call = { op: 'query', now: this.now, query, request, settings: this.settings };
    let step = handle(call);
    while ('need' in step) {
      const results: StatementResult[] = await Promise.all(
        step.need.map(async (statement) => ({ ok: true as const, ...(await this.lookUp(statement, seenUntil)) }))
      );
      step = handle({ ...call, state: step.state, results });
    }
    if ('error' in step) {
      throw new Error(step.error.message);
    }
    return step.done as Plan;
  }

  private lookUp(statement: Statement, seenUntil: number | undefined): Promise<Answer> {
    const isOfTime = statement.slices !== undefined || statement.staleSeconds !== undefined;
    const sql =
      isOfTime && seenUntil !== undefined
        ? statement.sql.replaceAll(`\`${this.settings.database}\``, `\`${this.earlier(seenUntil)}\``)
        : statement.sql;
    return this.answer({ ...statement, sql });
  }

  private earlier(moment: number): string {
    return `${this.settings.database}_${moment}`;
  }
}
