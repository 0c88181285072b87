import { UserError } from '../errors.ts';
import { invalidTableName } from '../messages.ts';

/** Splits `table` or `database.table` into a path, with the data source's database by default. */
export function tablePath(name: string, database: string): string[] {
  const parts = name.split('.');
  if (parts.length > 2 || parts.some((part) => part.trim() === '')) {
    throw new UserError(invalidTableName(name));
  }
  return parts.length === 2 || database === '' ? parts : [database, ...parts];
}
