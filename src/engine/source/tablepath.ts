import { UserError } from '../errors.ts';
import { invalidTableName } from '../messages.ts';

/** `table` or `database.table` as a path; the data source's database where it names none. */
export function tablePath(name: string, database: string): string[] {
  const parts = name.split('.');
  if (parts.length > 2 || parts.some((part) => part.trim() === '')) {
    throw new UserError(invalidTableName(name));
  }
  return parts.length === 2 || database === '' ? parts : [database, ...parts];
}
