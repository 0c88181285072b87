import { handle } from '../../../src/engine/handle.ts';
import type { HostSettings, Reply, ResourceAnswer, Statement, StatementResult } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { fillStatements, type Writing } from '../../../src/engine/tiers/fill.ts';
import { finished } from '../host.ts';

/** What a filler needs of a server: to ask the engine's lookups, and to write. */
export interface Filler {
  settings: HostSettings;
  run: (statement: Statement) => Promise<StatementResult>;
  write: (writing: Writing) => Promise<void>;
  /** Epoch milliseconds. */
  now?: () => number;
}

const hour = 3_600_000;

/**
 * Writes the calls of whole hours from the spans, and marks them. The window is at most a day, so that what is read at once
 * stays small. Throws with the server's message; what was written until then counts for nothing.
 */
export async function fill(filler: Filler, window: { from: number; to: number }): Promise<void> {
  const { source, census } = await censusOf(filler, window);
  const settings = readSettings(filler.settings);
  const statements = fillStatements({
    source,
    settings,
    census,
    window,
    run: newRun(),
    calls: tablePath(settings.callsTable, settings.database),
    hours: tablePath(settings.hoursTable, settings.database),
  });
  for (const statement of statements) {
    await filler.write(statement);
  }
}

/** The hours that are over for long enough that nothing is written of them any more, but what is late. */
export const lastClosed = (now: number, settlingSeconds: number): number =>
  Math.floor((now - settlingSeconds * 1000) / hour) * hour;

const censusOf = (
  filler: Filler,
  window: { from: number; to: number }
): Promise<{ source: SourceDescription; census: Census }> => resource(filler, 'census', { windows: [window] });

/** What the tables look like. */
export const describeSource = (filler: Filler): Promise<SourceDescription> => resource(filler, 'source', null);

async function resource<Body>(filler: Filler, path: string, body: unknown): Promise<Body> {
  const now = (filler.now ?? Date.now)();
  const answer = await finished(
    filler,
    (state, results) =>
      handle({
        op: 'resource',
        path,
        body,
        now,
        settings: filler.settings,
        state,
        ...(results ? { results } : {}),
      }) as Reply<ResourceAnswer>
  );
  if (answer.status !== 200) {
    throw new Error((answer.body as { message: string }).message);
  }
  return answer.body as Body;
}

/** Later runs have greater numbers; two that begin in the same millisecond are told apart by chance. */
const newRun = (): string => String(BigInt(Date.now()) * 1024n + BigInt(Math.floor(Math.random() * 1024)));
