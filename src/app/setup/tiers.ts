import { readSettings } from '../../engine/settings/settings.ts';
import { tablePath } from '../../engine/source/tablepath.ts';
import { createStatements } from '../../engine/tiers/ddl.ts';
import { quoteIdentifier, quotePath } from '../../engine/sql/print.ts';
import { askRows, numberOf, type Range } from '../query.ts';
import type { JsonData } from '../settings/source.ts';

/** Asks how many rows of calls a range would have: calls of models and tools, runs of agents, and checks. */
export async function callsIn(uid: string, range: Range): Promise<number> {
  const measures = (['requests', 'tool_calls', 'agent_runs', 'guardrail_checks'] as const).map((id) => ({ id }));
  const { rows } = await askRows(uid, { kind: 'measure', measures, groupBy: [], filters: [] }, range);
  return measures.reduce((sum, { id }) => sum + (numberOf(rows[0]?.[id]) ?? 0), 0);
}

/** The statements for an administrator of ClickHouse. Throws UserError for settings that cannot be read. */
export function statementsFor(jsonData: JsonData): { ddl: string; grants: string } {
  const settings = readSettings({ url: '', database: '', user: '', jsonData: { ...jsonData } });
  const path = (table: string) => tablePath(table, settings.database);
  const tables = {
    calls: path(settings.callsTable),
    minutes: path(settings.minutesTable),
    hours: path(settings.hoursTable),
    census: path(settings.censusTable),
  };
  const user = quoteIdentifier(String(jsonData['username'] ?? 'grafana'));
  return {
    ddl: createStatements(tables)
      .map((statement) => `${statement};\n`)
      .join('\n'),
    grants: Object.values(tables)
      .map((table) => `GRANT SELECT ON ${quotePath(table)} TO ${user};`)
      .join('\n'),
  };
}

/** What fills the tables, on the command line. */
export const fillCommands = [
  'npm run cli -- tiers backfill --settings <provisioning file> --from now-30d',
  'npm run cli -- tiers apply --views --settings <provisioning file>',
].join('\n');
