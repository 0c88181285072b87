import { dueCalls } from '../../../src/engine/evaluators/duecalls.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { Budget, type Reached } from '../cap.ts';
import { runCheck } from '../checks/run.ts';
import type { Evaluator } from '../config/schema.ts';
import { readContents, rowsOf, settle } from '../content/read.ts';
import { contentOf, type CallContent } from '../content/trace.ts';
import { pendingOf, spentBy, writeResults, type Identity, type Pending } from '../ledger/ledger.ts';
import type { Lease } from '../ledger/lease.ts';
import { resultId, type DueCall, type Result } from '../ledger/result.ts';
import type { Tables } from '../ledger/tables.ts';
import type { Output } from '../output/output.ts';
import type { Asked, Remote } from '../remote.ts';
import { nowOf, select, type Server } from '../server.ts';
import type { Values } from '../variables.ts';
import { isSkip } from '../verdict.ts';
import { requiredBy } from './asked.ts';
import { eachAtMost, type Gate } from './gate.ts';
import { judgeCall, type Undecided } from './judgecall.ts';

/** What an evaluator needs in order to run. */
export interface Running {
  server: Server;
  tables: Tables;
  evaluator: Evaluator;
  remote: Remote | undefined;
  gate: Gate;
  worker: string;
  output: Pick<Output, 'spans' | 'environment'>;
  /** Epoch milliseconds, half-open: what began there is decided where nothing else is due. */
  range?: Range | undefined;
}

export interface Range {
  from: number;
  to: number;
}

/** What a pass did. Money is in billionths of a dollar. */
export interface Passed {
  due: number;
  scored: number;
  skipped: Record<string, number>;
  failed: Record<string, number>;
  /** The scores themselves. */
  scores: number[];
  /** Answers that could not be read, of which some were asked for again. */
  bad: number;
  cost: number;
  /** Why it stopped before all that was due was decided. */
  capped?: Reached;
  unavailable?: Undecided;
}

/** Calls of one pass. */
const mostCalls = 200;
/** Results that are written at once; until then a worker that is ended may have paid for them in vain. */
const together = 20;

/** Decides for the calls that are due, the latest first. Throws LeaseLost where another worker may have taken over. */
export async function pass(running: Running, lease: Lease): Promise<Passed> {
  const { server, tables, evaluator, worker } = running;
  const passed: Passed = { due: 0, scored: 0, skipped: {}, failed: {}, scores: [], bad: 0, cost: 0 };
  const { environment } = running.output;
  const due = (range?: Range) =>
    callsDue(server, evaluator, { environment, range, limit: mostCalls, ledger: tables.results });
  const now = await due();
  const calls = now.length === 0 && running.range ? await due(running.range) : now;
  if (calls.length === 0) {
    return passed;
  }
  const { name, version, kind, sample } = evaluator;
  const isPriced = running.remote?.isPriced ?? true;
  const identity: Identity = { name, version, kind, sampleRate: sample.rate, worker, isPriced };
  const contents = await contentsOfCalls(server, calls);
  const buffer = new Buffered((results) => writeResults(server, tables, lease, identity, results));
  const decide = async (result: Result) => {
    count(passed, result);
    await buffer.add(result);
  };

  const toAsk: { call: DueCall; values: Values }[] = [];
  for (const [index, call] of calls.entries()) {
    const content = contents[index];
    const skip = skipOf(evaluator, call, content);
    if (skip !== undefined) {
      await decide({ call, outcome: 'skipped', reason: skip, cost: 0, attempts: 0, turn: 0 });
    } else if (content?.found && evaluator.kind === 'check') {
      const found = runCheck(evaluator, content.values);
      await decide(
        isSkip(found)
          ? { call, outcome: 'skipped', reason: found.skip, cost: 0, attempts: 0, turn: 0 }
          : { call, outcome: 'scored', ...found, cost: 0, attempts: 0, turn: 0 }
      );
    } else if (content?.found) {
      toAsk.push({ call, values: content.values });
    }
  }
  if (running.remote && toAsk.length > 0) {
    await askAbout(running, running.remote, toAsk, { lease, identity, buffer, passed, decide });
  }
  await buffer.flush();
  return { ...passed, due: calls.length };
}

/** Lists the calls that are due now, by the server’s clock, or those of a range that are finished. */
export async function callsDue(
  server: Server,
  evaluator: Evaluator,
  { environment, range, limit, ledger }: Listed
): Promise<DueCall[]> {
  const { name, version, filters, sample, delaySeconds, lookbackSeconds } = evaluator;
  const now = await serverTime(server);
  const to = now - delaySeconds * 1000;
  const wanted = {
    ...{ evaluator: name, version, filters, judges: environment, sample, ledger, limit },
    window: range ? { ...range, to: Math.min(range.to, to) } : { from: to - lookbackSeconds * 1000, to },
  };
  if (wanted.window.from >= wanted.window.to) {
    return [];
  }
  const statement = await settle(server, () => dueCalls(wanted, readSettings(server.settings), now));
  const rows = await rowsOf(server, statement);
  const calls = rows.map(({ home, at, response, failed }): DueCall => ({
    home: String(home),
    at: String(at),
    response: String(response),
    failed: Number(failed) === 1,
  }));
  // A span may tell of several calls.
  return [...new Map(calls.map((call) => [call.home, call])).values()];
}

interface Listed {
  /** That of judges' own calls. */
  environment: string;
  range?: Range | undefined;
  limit: number;
  ledger: readonly string[] | null;
}

/** Epoch milliseconds. */
async function serverTime(server: Server): Promise<number> {
  const [row] = await select<{ now: string }>(
    server,
    `SELECT toString(toUnixTimestamp64Milli(${nowOf(server)})) AS now`
  );
  return Number(row?.now ?? 0);
}

/** What was said in calls, in their order. */
export async function contentsOfCalls(server: Server, calls: readonly DueCall[]): Promise<CallContent[]> {
  const times = calls.map(({ at }) => Number(at.slice(0, -6)));
  const window = { from: Math.min(...times), to: Math.max(...times) + 1 };
  const traces = [...new Set(calls.map(({ home }) => home.slice(0, home.lastIndexOf(':'))))];
  const content = await readContents(server, traces, window, window.to);
  return calls.map(({ home }) => contentOf(content, home));
}

/** Why an evaluator does not decide on a call; undefined if it does. */
export function skipOf(evaluator: Evaluator, call: DueCall, content: CallContent | undefined): string | undefined {
  if (call.failed) {
    return 'call_failed';
  }
  if (!content?.found) {
    return content?.reason ?? 'not_recorded';
  }
  const missing = requiredBy(evaluator).find((name) => content.values[name] === '');
  return missing === undefined
    ? undefined
    : missing === 'answer' && content.isOnlyTools
      ? 'only_tools'
      : `no_${missing}`;
}

interface Deciding {
  lease: Lease;
  identity: Identity;
  buffer: Buffered;
  passed: Passed;
  decide: (result: Result) => Promise<void>;
}

/**
 * Asks about calls, as many as the cap allows. What they may cost is written before they are asked about, so that a worker that is ended
 * leaves no spending that the next does not know of.
 */
async function askAbout(
  { server, tables, evaluator, gate, output }: Running,
  remote: Remote,
  toAsk: readonly { call: DueCall; values: Values }[],
  { lease, identity, buffer, passed, decide }: Deciding
): Promise<void> {
  if (evaluator.kind === 'check') {
    return;
  }
  const { name, version, retries, concurrency } = evaluator;
  const budget = new Budget(evaluator.kind === 'judge' ? evaluator.cap : {}, await spentBy(server, tables, name));
  const pending = await pendingOf(server, tables, { name, version });
  const idOf = ({ home }: DueCall) => resultId(name, version, home);
  const reserved: { call: DueCall; values: Values; most: number; before: Pending }[] = [];
  for (const { call, values } of toAsk) {
    const most = remote.about(values).most * (retries + 1);
    const reached = budget.reserve(most);
    if (reached !== undefined) {
      passed.capped = reached;
      break;
    }
    const { cost, attempts, turn } = pending.get(idOf(call)) ?? { cost: 0, attempts: 0, turn: 0 };
    reserved.push({ call, values, most, before: { cost, attempts, turn: turn + 1 } });
  }
  const { spans } = output;
  const around = (call: DueCall, ask: () => Promise<Asked>) =>
    spans && evaluator.kind === 'judge' ? spans.around(evaluator, call.home, ask, remote) : ask();
  await writeResults(
    server,
    tables,
    lease,
    identity,
    reserved.map(({ call, most, before }) => ({
      ...{ call, outcome: 'pending', model: remote.model },
      ...{ cost: before.cost + most, attempts: before.attempts, turn: before.turn },
    }))
  );
  let stop: Undecided | undefined;
  await eachAtMost(reserved, concurrency, async ({ call, values, before }) => {
    if (stop) {
      // What was not asked about costs nothing.
      const { cost, attempts, turn } = before;
      await buffer.add({ call, outcome: 'pending', reason: stop.unavailable, cost, attempts, turn: turn + 1 });
      return;
    }
    const { result, bad, undecided } = await judgeCall(call, values, remote, { retries, gate, before, around });
    passed.bad += bad;
    passed.cost += result.cost - before.cost;
    if (undecided) {
      stop = undecided.unavailable === 'timeout' ? stop : undecided;
      passed.unavailable = undecided;
      await buffer.add(result);
    } else {
      await decide(result);
    }
  });
}

function count(passed: Passed, { outcome, reason = '', score }: Result): void {
  if (outcome === 'scored') {
    passed.scored++;
    passed.scores.push(score ?? NaN);
  } else if (outcome !== 'pending') {
    passed[outcome][reason] = (passed[outcome][reason] ?? 0) + 1;
  }
}

/** Collects results and writes them some at a time, one write after the other. */
class Buffered {
  #held: Result[] = [];
  #written: Promise<void> = Promise.resolve();
  readonly #write: (results: readonly Result[]) => Promise<void>;

  constructor(write: (results: readonly Result[]) => Promise<void>) {
    this.#write = write;
  }

  async add(result: Result): Promise<void> {
    this.#held.push(result);
    if (this.#held.length >= together) {
      await this.flush();
    }
  }

  flush(): Promise<void> {
    const results = this.#held;
    this.#held = [];
    this.#written = this.#written.then(() => (results.length === 0 ? undefined : this.#write(results)));
    return this.#written;
  }
}
