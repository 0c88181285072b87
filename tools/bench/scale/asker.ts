import { handle } from '../../../src/engine/handle.ts';
import type { Answer, HostSettings, Plan, Reply, Request, Statement } from '../../../src/engine/host.ts';
import type { Host } from '../host.ts';
import { nothing, readBy, sumOf, type Read } from './reads.ts';

/** A lookup that was asked, and for how long its answer may be kept. */
export interface Asked {
  seconds: number;
  read: Read;
}

/** Plans queries as a host does: answers of lookups are kept as long as they may, by the clock that the engine is told. */
export class Asker {
  now: number;
  /** The lookups that were asked since it was emptied. */
  asked: Asked[] = [];
  settings: HostSettings;
  private readonly host: Host;
  private readonly kept = new Map<string, { at: number; answer: Answer }>();

  constructor(host: Host, jsonData: Record<string, unknown>, now: number) {
    this.host = host;
    this.settings = { ...host.settings, jsonData };
    this.now = now;
  }

  async plan(query: unknown, request: Request): Promise<Plan> {
    const common = { op: 'query' as const, now: this.now, query, request, settings: this.settings };
    let reply: Reply<unknown> = handle(common);
    while ('need' in reply) {
      const results: Answer[] = [];
      for (const statement of reply.need) {
        results.push(await this.answer(statement));
      }
      reply = handle({ ...common, state: reply.state, results });
    }
    if ('error' in reply) {
      throw new Error(`${reply.error.message}\n${JSON.stringify(query)}`);
    }
    return reply.done as Plan;
  }

  /** What the lookups read that were asked since the last time. */
  taken(): Read {
    const read = sumOf(this.asked.map((one) => one.read));
    this.asked = [];
    return read;
  }

  private async answer(statement: Statement): Promise<Answer> {
    const { slices } = statement;
    if (!slices) {
      return this.once(statement, JSON.stringify([statement.sql, statement.params]));
    }
    const keyOf = (slice: number) =>
      JSON.stringify([statement.sql, { ...statement.params, [slices.parameter]: slice }]);
    const missing = slices.keys.filter((slice) => !this.fresh(keyOf(slice), statement));
    if (missing.length > 0) {
      const params = { ...statement.params, [slices.parameter]: `[${missing.join(',')}]` };
      const answer = await this.ask({ ...statement, params });
      const place = answer.columns.indexOf(slices.column);
      for (const slice of missing) {
        const rows = answer.rows.filter((row) => Number(row[place]) === slice);
        this.kept.set(keyOf(slice), { at: this.now, answer: { ...answer, rows } });
      }
    }
    const answers = slices.keys.flatMap((slice) => this.kept.get(keyOf(slice))?.answer ?? []);
    return { ok: true, columns: answers[0]?.columns ?? [], rows: answers.flatMap(({ rows }) => rows) };
  }

  private async once(statement: Statement, key: string): Promise<Answer> {
    const known = this.fresh(key, statement);
    if (known) {
      return known;
    }
    const answer = await this.ask(statement);
    this.kept.set(key, { at: this.now, answer });
    return answer;
  }

  private fresh(key: string, { cacheSeconds = 0 }: Statement): Answer | undefined {
    const known = this.kept.get(key);
    return known && this.now - known.at < cacheSeconds * 1000 ? known.answer : undefined;
  }

  private async ask(statement: Statement): Promise<Answer> {
    const { answer, read } = await readBy(this.host, statement);
    this.asked.push({ seconds: statement.cacheSeconds ?? 0, read: read ?? nothing });
    return answer;
  }
}
