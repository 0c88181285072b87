import type { HostSettings, Statement } from '../../../src/engine/host.ts';
import { dueCalls, type Wanted } from '../../../src/engine/evaluators/duecalls.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { readContents, rowsOf, settle, type Asking } from '../../../tools/evaluate/content/read.ts';
import { contentOf, type CallContent } from '../../../tools/evaluate/content/trace.ts';
import type { Host } from '../engine/support.ts';

/** What asks the engine about a database of the host. */
export const askingOf = (host: Host, settings: HostSettings): Asking => ({
  settings,
  run: async (statement: Statement) => ({ ok: true, ...(await host.answer(statement)) }),
});

export interface DueCall {
  home: string;
  response: string;
  failed: boolean;
}

export async function due(asking: Asking, wanted: Partial<Wanted> & Pick<Wanted, 'window'>): Promise<DueCall[]> {
  const all: Wanted = {
    evaluator: 'any',
    version: '1',
    filters: [],
    judges: 'evaluation',
    sample: { rate: 1, by: 'call' },
    ledger: null,
    limit: 10_000,
    ...wanted,
  };
  const statement = await settle(asking, () => dueCalls(all, readSettings(asking.settings), wanted.window.to));
  const rows = await rowsOf(asking, statement);
  return rows.map(({ home, response, failed }) => ({
    home: String(home),
    response: String(response),
    failed: Number(failed) === 1,
  }));
}

/** What was said in the calls, in their order. */
export async function contents(
  asking: Asking,
  calls: readonly Pick<DueCall, 'home'>[],
  window: Wanted['window']
): Promise<CallContent[]> {
  const traceIds = [...new Set(calls.map(({ home }) => home.slice(0, home.lastIndexOf(':'))))];
  const all = await readContents(asking, traceIds, window, window.to);
  return calls.map(({ home }) => contentOf(all, home));
}
