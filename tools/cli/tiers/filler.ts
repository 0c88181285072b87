import { handle } from '../../../src/engine/handle.ts';
import type { HostSettings, Reply, ResourceAnswer, Statement, StatementResult } from '../../../src/engine/host.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import type { Writing } from '../../../src/engine/tiers/fill.ts';
import { finished } from '../host.ts';

/** What a filler needs of a server: to ask the engine's lookups, and to write. */
export interface Filler {
  settings: HostSettings;
  run: (statement: Statement) => Promise<StatementResult>;
  write: (writing: Writing) => Promise<void>;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** What the tables look like, and what their spans hold in a window, whatever was stored of its days unless those are asked for. */
export const censusOf = (
  filler: Filler,
  window: { from: number; to: number },
  days?: 'kept days'
): Promise<{ source: SourceDescription; census: Census }> =>
  resource(filler, 'census', { windows: [window], ...(days ? {} : { fromSpans: true }) });

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
