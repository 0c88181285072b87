import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { handle } from '../../src/engine/handle.ts';
import type { Answers, Call, Reply, Statement, StatementResult } from '../../src/engine/host.ts';

/**
 * The golden corpus: calls to the engine, with the last reply that every host must get, byte for byte.
 *
 * `queries/<file>.json` holds cases by name. A case is a call whose `request`, `settings`, `answer` and `census` are names
 * of `shared.json`. `answer` is the answer to the engine's first request: rows, which may also be given inline.
 * `census` has the answers to its next two requests, one per statement, repeated for closed slices and the open one; `then`
 * names the answers after that, round by round. When a case has no more answers, the engine's request is the reply.
 * All rows of a stored census are of the first slice that a statement asks for.
 * `plans/<file>.json` holds the replies, indented; the reply itself is that JSON without white space.
 */
interface Shared {
  /** The clock's time, long after every request; a case may have a `now` of its own. */
  now: number;
  requests: Record<string, unknown>;
  settings: Record<string, unknown>;
  answers: Record<string, unknown[][]>;
  censuses: Record<string, Told[]>;
  later: Record<string, Told>;
}

export interface GoldenCase {
  file: string;
  name: string;
  call: Call;
  /** The names of the answer and the census, if the case has them. */
  source: string | undefined;
  census: string | undefined;
  rounds: Told[];
}

/** The answers in one round. */
type Told = { columns: string[]; rows: unknown[][] }[];

interface StoredCase {
  op: Call['op'];
  request?: string;
  settings?: string;
  answer?: string | unknown[][];
  census?: string;
  then?: string[];
}

const read = <T>(name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8')) as T;

export const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const shared = read<Shared>('shared.json');

export const files = read<string[]>('index.json');

export const casesOf = (file: string): GoldenCase[] =>
  Object.entries(read<Record<string, StoredCase>>(`queries/${file}.json`)).map(([name, stored]) => ({
    file,
    name,
    source: typeof stored.answer === 'string' ? stored.answer : undefined,
    census: stored.census,
    ...resolve(stored),
  }));

export const planFile = (file: string) => pathOf(`plans/${file}.json`);

/** Plays a case, and returns the last reply. */
export function play({ call, rounds }: GoldenCase): Reply<Answers[Call['op']]> {
  let reply = handle(call);
  for (const told of rounds) {
    if (!('need' in reply)) {
      return reply;
    }
    reply = handle({ ...call, state: reply.state, results: resultsOf(reply.need, told) } as Call);
  }
  return reply;
}

/** The stored answers of a round, which are repeated for as many statements as were asked. */
export function resultsOf(asked: readonly Statement[], told: Told): (StatementResult & { ok: true })[] {
  return asked.map(({ slices }, index) => {
    const { columns = [], rows = [] } = told[index % told.length] ?? {};
    return isOfSlices(columns)
      ? { ok: true, columns: [...columns, '_slice'], rows: rows.map((row) => [...row, slices?.keys[0] ?? 0]) }
      : { ok: true, columns, rows };
  });
}

const isOfSlices = ([first = '']: readonly string[]): boolean =>
  ['keysOfScope', 'requests', 'tool', 'scoreKeys'].includes(first);

function resolve({
  request,
  settings,
  answer,
  census,
  then = [],
  ...stored
}: StoredCase): Pick<GoldenCase, 'call' | 'rounds'> {
  const rows = typeof answer === 'string' ? shared.answers[answer] : answer;
  const counted = census === undefined ? undefined : shared.censuses[census];
  return {
    call: {
      now: shared.now,
      ...stored,
      ...(request === undefined ? {} : { request: shared.requests[request] }),
      ...(settings === undefined ? {} : { settings: shared.settings[settings] }),
    } as unknown as Call,
    rounds: [
      ...(rows ? [[{ columns: [], rows }]] : []),
      ...(counted ?? []),
      ...then.map((name) => shared.later[name] ?? []),
    ],
  };
}
