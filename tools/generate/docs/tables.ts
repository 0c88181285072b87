import { budgetColumns } from '../../../src/engine/budgets/columns.ts';
import { callColumns } from '../../../src/engine/catalogue/calls.ts';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measures } from '../../../src/engine/catalogue/measures/index.ts';
import type { Measure } from '../../../src/engine/catalogue/measures/measure.ts';
import { fields, type FieldId } from '../../../src/engine/catalogue/fields.ts';
import { macros } from '../../../src/engine/macros/macros.ts';
import { readSettings } from '../../../src/engine/settings.ts';
import { dialects } from '../../../src/engine/source/dialects/index.ts';
import { sourcesOf } from '../../../src/engine/source/sources.ts';

const code = (text: string) => `\`${text}\``;

/** Tables of the documentation that are read off the engine, by the name of their marker. */
export const tables: Record<string, () => string> = {
  measures: () =>
    markdown(
      ['Measure', 'Title', 'What it is', 'Unit', 'Of', 'Without rows', 'Takes'],
      Object.values(measures).map((measure) => [
        code(measure.id),
        measure.title,
        measure.description,
        code(measure.unit),
        measure.fact,
        measure.none === null ? 'NULL' : String(measure.none),
        taken(measure).join(', '),
      ])
    ),
  columns: () =>
    markdown(
      ['Column', 'Title', 'Unit'],
      Object.entries(callColumns).map(([id, column]) => [code(id), column.title, code(column.unit)])
    ),
  budgets: () =>
    markdown(
      ['Column', 'Title', 'What it is', 'Unit'],
      Object.entries(budgetColumns).map(([id, column]) => [
        code(id),
        column.title,
        column.description,
        code(column.unit),
      ])
    ),
  dimensions: () =>
    markdown(
      ['Dimension', 'Title', 'What it is', 'Measures of'],
      Object.values(dimensions).map((dimension) => [
        code(dimension.id),
        dimension.title,
        dimension.description,
        dimension.facts.join(', '),
      ])
    ),
  dialects: () =>
    markdown(
      ['Dialect', 'Claims the scopes', 'Cached tokens', 'Rank'],
      dialects.map(({ title, claims, inputIncludesCache, rank }) => [
        title,
        claims.scopes.map(code).join(' '),
        code(inputIncludesCache),
        rank,
      ])
    ),
  fields: () =>
    markdown(
      ['Field', 'Looked for in'],
      (Object.keys(fields) as FieldId[])
        .map((field) => [
          code(field),
          sourcesOf(field, readSettings({ url: '', database: '', user: '', jsonData: {} }))
            .map((source) => code(source.kind === 'within' ? `${source.key} ▸ ${source.name}` : source.key))
            .join(' '),
        ])
        .filter(([, places]) => places !== '')
    ),
  macros: () =>
    markdown(
      ['Macro', 'What it is'],
      Object.values(macros).map((macro) => [code(macro.example), macro.description])
    ),
};

/** What a measure can be asked with beyond `compare` and `name`. */
function taken(measure: Measure): string[] {
  return [
    ...(measure.perEvaluation ? ['`evaluation`'] : []),
    ...(measure.bound ? [`\`bound\` (${measure.bound.default})`] : []),
    ...(measure.additive ? ['`as`'] : []),
    ...(measure.distribution === undefined ? [] : ['`heatmap`']),
    ...(measure.id === 'whatif_cost' ? ['`whatIf`'] : []),
  ];
}

/** Cells are padded as prettier pads them, so that formatting changes nothing. */
function markdown(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
