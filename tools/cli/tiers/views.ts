import { readSettings } from '../../../src/engine/settings/settings.ts';
import { quickAnalysis } from '../../../src/engine/sql/settings.ts';
import { createViewStatements, dropViewStatements } from '../../../src/engine/tiers/views/views.ts';
import { hasMinutes, tierTables } from '../../../src/engine/lookups/tier.ts';
import { censusOf, type Filler } from './filler.ts';
import { day, rowsOf } from './hours.ts';
import { notThere } from './messages.ts';
import { tablesOf } from './tables.ts';

/** Days from whose spans the views' statements are written. */
const daysBack = 30;

/** ClickHouse refuses a longer query unless it is told otherwise. */
const usualSize = 262_144;

/**
 * The statements that make the views anew, for spans like those of the last weeks. Throws if the spans cannot be read, or there
 * are no tables to fill.
 */
export async function viewStatements(
  filler: Filler,
  { replicated }: { replicated?: boolean | undefined } = {}
): Promise<string[]> {
  const now = (filler.now ?? Date.now)();
  const { source, census } = await censusOf(filler, { from: now - daysBack * day, to: now });
  if (!tierTables(source)) {
    throw new Error(notThere());
  }
  const { calls, minutes, hours } = tablesOf(filler.settings);
  const settings = readSettings(filler.settings);
  return [
    ...dropViewStatements({ calls, minutes, hours }),
    ...createViewStatements({
      source,
      settings,
      census,
      calls,
      ...(hasMinutes(source) ? { minutes } : {}),
      hours,
      replicated,
      quick: await knownOf(filler, quickAnalysis),
    }),
  ];
}

/** Returns the settings that the server knows. */
async function knownOf<Own extends Record<string, number>>(filler: Filler, settings: Own): Promise<Partial<Own>> {
  const rows = await rowsOf<{ name: string }>(
    filler,
    `SELECT name FROM system.settings WHERE has({names:Array(String)}, name)`,
    {
      names: `[${Object.keys(settings)
        .map((name) => `'${name}'`)
        .join(',')}]`,
    }
  );
  const known = new Set(rows.map(({ name }) => name));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => known.has(name))) as Partial<Own>;
}

/** The settings without which a server refuses a long statement, for the one that it is sent with. */
export function limitsFor(sql: string): Record<string, string> {
  const bytes = new TextEncoder().encode(sql).length;
  // ClickHouse reads a view once more as it has formatted it, which is longer.
  return bytes > usualSize / 2 ? { max_query_size: String(4 * bytes), max_ast_elements: String(bytes) } : {};
}

/** Makes the views anew. A run that they are in the middle of counts for nothing. */
export async function applyViews(filler: Filler, options: { replicated?: boolean | undefined } = {}): Promise<void> {
  for (const sql of await viewStatements(filler, options)) {
    await filler.write({ sql, params: {}, settings: limitsFor(sql) });
  }
}
