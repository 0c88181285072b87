import { tables } from './tables.ts';

/** Documentation pages with generated sections, relative to the root. */
export const pages = [
  'docs/access.md',
  'docs/budgets.md',
  'docs/query-model.md',
  'docs/semantic-layer.md',
  'docs/alert-rules.md',
];

/** Regenerates every section of a page between `<!-- generated: name -->` and `<!-- /generated -->`. */
export function renderPage(page: string): string {
  return page.replace(
    /(<!-- generated: ([a-z]+) -->\n)[^]*?(<!-- \/generated -->)/g,
    (_, start: string, name: string, end: string) => {
      const part = tables[name];
      if (!part) {
        throw new Error(`There is no generated section "${name}". Use one of: ${Object.keys(tables).join(', ')}`);
      }
      return `${start}\n${part()}\n\n${end}`;
    }
  );
}
