import { preview } from '../../../src/engine/preview.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { describeStatement, readDescription } from '../../../src/engine/source/describe.ts';
import type { Host } from '../engine/support.ts';
import { request, type Ask } from './measured.ts';

/** Runs the same queries by statements made without a census, from which nothing is left out. */
export function withoutCensus(host: Host, database: string): Ask {
  const settings = { ...host.settings, database };
  const own = readSettings(settings);
  const described = host.answer(describeStatement(own));
  return async (query) => {
    const source = readDescription({ ok: true, ...(await described) }, own);
    const made = preview(query, request, settings, source, null);
    if (!made.ok) {
      throw new Error(made.message);
    }
    const { columns, rows } = await host.answer({ sql: made.sql, params: made.params, settings: {} });
    return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] as string])));
  };
}
