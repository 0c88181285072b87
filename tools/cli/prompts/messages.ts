/** What the commands of prompts say. */

export const noFile = () => 'Name the file of the registry: YAML or JSON.';

export const noTable = (table: string) =>
  `The table ${table} is not there. "prompts sync --create" makes it, and --print-ddl shows what that would run.`;

export const synced = (written: number, same: number) =>
  `${written} version${written === 1 ? '' : 's'} written, ${same} unchanged.`;

export const kept = (count: number) =>
  `${count} version${count === 1 ? '' : 's'} in the table and not in the file: kept, because spans may still name them.`;

export const nothingRegistered = () => 'The registry is empty.';

export const unknownVersion = (name: string, version: string) => `The registry has no version ${version} of ${name}.`;

export const neverSeen = (name: string) => `Neither the spans of this time nor the registry name the prompt ${name}.`;

export const notCompared = (name: string, a: string, b: string) =>
  `No request or score of ${name} names version ${a} or ${b} in this time.`;
