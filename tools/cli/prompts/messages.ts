/** Messages of the prompt commands. */

export const noFile = () => 'Name the registry file (YAML or JSON).';

export const noTable = (table: string) =>
  `The table ${table} does not exist. Run "prompts sync --create" to create it; --print-ddl shows the statement.`;

export const synced = (written: number, same: number) =>
  `${written} version${written === 1 ? '' : 's'} written, ${same} unchanged.`;

export const kept = (count: number) =>
  `${count} version${count === 1 ? '' : 's'} in the table but not in the file: kept, because spans may still refer to them.`;

export const nothingRegistered = () => 'The registry is empty.';

export const unknownVersion = (name: string, version: string) => `The registry has no version ${version} of ${name}.`;

export const neverSeen = (name: string) =>
  `The prompt ${name} appears neither in the spans of this time range nor in the registry.`;

export const notCompared = (name: string, a: string, b: string) =>
  `No request or score of ${name} has version ${a} or ${b} in this time range.`;
