import { dialect } from '../dialect.ts';

/** Rows of a table that the settings map. */
export const flat = dialect({
  id: 'flat',
  title: 'Table of your own',
  claims: { scopes: ['tables.flat'] },
});
