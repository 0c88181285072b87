import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const type = 'genai-clickhouse-datasource';

/**
 * Reads a data source's settings (`jsonData`) from a file: a provisioning file, of which it takes the data source of this
 * type, or the settings themselves, as YAML or JSON. Throws if there is none, or more than one to choose from.
 */
export function readJsonData(file: string): Record<string, unknown> {
  const held = parse(readFileSync(file, 'utf8')) as unknown;
  if (typeof held !== 'object' || held === null || Array.isArray(held)) {
    throw new Error(`${file}: it has no settings. Name a provisioning file of data sources, or one with jsonData.`);
  }
  const { datasources, jsonData } = held as { datasources?: unknown; jsonData?: unknown };
  if (!Array.isArray(datasources)) {
    return (jsonData ?? held) as Record<string, unknown>;
  }
  const own = (datasources as { type?: string; jsonData?: Record<string, unknown> }[]).filter(
    (one) => one.type === type
  );
  if (own.length !== 1) {
    throw new Error(`${file}: it has ${own.length} data sources of the type ${type}; it must have one.`);
  }
  return own[0]?.jsonData ?? {};
}
