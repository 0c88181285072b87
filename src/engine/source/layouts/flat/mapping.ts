import { UserError } from '../../../errors.ts';
import { mappedColumnMissing } from '../../../messages.ts';
import { call, column, text, type Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';

/** Reads a column as text, with '' for NULL. */
export const columnText = (name: string): Expression => call('ifNull', call('toString', column(name)), text(''));

/** Checks the mapping against the table. Throws a UserError naming a missing column. */
export function checkedMapping<Name extends string>(
  mapping: Readonly<Partial<Record<Name, string | undefined>>>,
  { path, columns }: TableDescription
): Partial<Record<Name, string>> {
  for (const [name, own] of Object.entries<string | undefined>(mapping)) {
    if (own !== undefined && !(own in columns)) {
      throw new UserError(mappedColumnMissing(own, name, path.join('.'), Object.keys(columns)));
    }
  }
  return mapping as Partial<Record<Name, string>>;
}
