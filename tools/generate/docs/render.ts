import { tables } from './tables.ts';

/** Documentation pages with generated tables, relative to the root. */
export const pages = ['docs/budgets.md', 'docs/query-model.md', 'docs/semantic-layer.md'];

/** The page with every table between `<!-- generated: name -->` and `<!-- /generated -->` written anew. */
export function renderPage(page: string): string {
  return page.replace(
    /(<!-- generated: ([a-z]+) -->\n)[^]*?(<!-- \/generated -->)/g,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (!table) {
        throw new Error(`there is no generated table "${name}": use one of ${Object.keys(tables).join(', ')}`);
      }
      return `${start}\n${table()}\n\n${end}`;
    }
  );
}
