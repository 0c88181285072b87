import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../src/engine/host.ts';

/**
 * The golden corpus: calls to the engine and the replies that every host must get, to the byte.
 *
 * `queries/<file>.json` holds cases by name. A case is a call whose `request`, `settings` and `answer` are names of
 * `shared.json`; `answer` is the rows of the statement that the engine asked for, and may also be given in place.
 * `plans/<file>.json` holds the replies, indented; the reply itself is that JSON without white space.
 */
interface Shared {
  requests: Record<string, unknown>;
  settings: Record<string, unknown>;
  answers: Record<string, unknown[][]>;
}

export interface GoldenCase {
  file: string;
  name: string;
  call: Call;
  /** Name of the answer, where it has one. */
  source: string | undefined;
}

interface StoredCase {
  op: Call['op'];
  request?: string;
  settings?: string;
  answer?: string | unknown[][];
}

const read = <T>(name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8')) as T;

export const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const shared = read<Shared>('shared.json');

export const files = read<string[]>('index.json');

export const casesOf = (file: string): GoldenCase[] =>
  Object.entries(read<Record<string, StoredCase>>(`queries/${file}.json`)).map(([name, stored]) => ({
    file,
    name,
    call: resolve(stored),
    source: typeof stored.answer === 'string' ? stored.answer : undefined,
  }));

export const planFile = (file: string) => pathOf(`plans/${file}.json`);

function resolve({ request, settings, answer, ...stored }: StoredCase): Call {
  const rows = typeof answer === 'string' ? shared.answers[answer] : answer;
  return {
    ...stored,
    ...(request === undefined ? {} : { request: shared.requests[request] }),
    ...(settings === undefined ? {} : { settings: shared.settings[settings] }),
    ...(rows === undefined ? {} : { results: [{ ok: true, columns: [], rows }] }),
  } as unknown as Call;
}
