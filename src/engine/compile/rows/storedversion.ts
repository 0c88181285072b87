import { rowsVersion } from './rowsversion.generated.ts';
import { storedAttributes } from './storedcolumns.ts';
import { hash } from '../../hash.ts';
import type { Settings } from '../../settings/settings.ts';
import { scoreRoles, type SourceDescription } from '../../source/description.ts';

/** Settings that say nothing of a call: what is asked, shown, priced or left out is decided when calls are read. */
const ofReading: readonly (keyof Settings)[] = [
  'budgets',
  'callsTable',
  'censusTable',
  'content',
  'delaySeconds',
  'exclude',
  'hoursTable',
  'limits',
  'minutesTable',
  'prices',
  'pricesTable',
  'promptsTable',
  'sql',
  'tiers',
  'timezone',
];

/**
 * Names what rows of the table of calls follow from: the engine's statements, the table's layout, and the settings. Rows of
 * another version might say something else.
 */
export function storedVersion(settings: Settings, source: SourceDescription): string {
  const { layout, traces } = source;
  const known = Object.entries(settings).filter(([name]) => !(ofReading as readonly string[]).includes(name));
  const of = [layout.id, Object.keys(traces.columns).sort(), ...scoreTables(source)];
  const kept = [storedAttributes(settings), settings.tiers.resources];
  return `${rowsVersion}-${hash(JSON.stringify([known.sort(([a], [b]) => (a < b ? -1 : 1)), of, kept]))}`;
}

/** The tables that scores are read from: one more may have some of any hour. */
const scoreTables = ({ logs, gauges, others }: SourceDescription) =>
  [logs, gauges, ...scoreRoles.map((role) => others[role])].map((described) => described?.path ?? null);
