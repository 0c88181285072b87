import { contextOf } from '../../../src/engine/compile/context/context.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { hourCounts } from '../../../src/engine/tiers/hourcounts.ts';
import { print } from '../../../src/engine/sql/print.ts';
import { ask } from '../host.ts';
import { describeSource, type Filler } from './filler.ts';
import { rowsOf } from './hours.ts';

/** How many spans and scores there are of each hour. */
export async function countsOf(filler: Filler, window: { from: number; to: number }): Promise<Map<number, number>> {
  const source = await describeSource(filler);
  const context = contextOf({
    source,
    settings: readSettings(filler.settings),
    census: null,
    window: { ...window, step: 3600, delay: 0 },
  });
  const rows = await rowsOf<{ h: unknown; spans: unknown }>(
    filler,
    print(hourCounts(context)),
    context.parameters.values
  );
  return new Map(rows.map(({ h, spans }) => [Number(h), Number(spans)]));
}

/** Counts the rows of a window's spans, and of their calls, runs of tools and agents, and checks. */
export async function rowsIn(
  filler: Filler,
  window: { from: number; to: number }
): Promise<{ spans: number; calls: number }> {
  const measures = ['requests', 'tool_calls', 'agent_runs', 'guardrail_checks'].map((id) => ({ id }));
  const { rows } = await ask(filler, { kind: 'measure', measures, groupBy: [], filters: [] }, window);
  const values = measures.map(({ id }) => Number(rows[0]?.[id] ?? 0));
  const counts = await countsOf(filler, window);
  return {
    spans: [...counts.values()].reduce((sum, one) => sum + one, 0),
    calls: values.reduce((sum, one) => sum + one, 0),
  };
}
