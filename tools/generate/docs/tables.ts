import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { printDuration } from '../../../src/engine/alerts/duration.ts';
import { ruleGroups } from '../../../src/engine/alerts/index.ts';
import { isBound, comparisonsOf, labelsOf, type AlertRule, type Bound } from '../../../src/engine/alerts/rule.ts';
import { budgetColumns } from '../../../src/engine/budgets/columns.ts';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measures } from '../../../src/engine/catalogue/measures/index.ts';
import type { Measure } from '../../../src/engine/catalogue/measures/measure.ts';
import { spanColumns } from '../../../src/engine/catalogue/spancolumns.ts';
import { fields, type FieldId } from '../../../src/engine/catalogue/fields.ts';
import { macros } from '../../../src/engine/usersql/macros.ts';
import { contentView } from './contentview.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { dialects } from '../../../src/engine/source/dialects/index.ts';
import { sourcesOf } from '../../../src/engine/source/sources.ts';

const code = (text: string) => `\`${text}\``;

/** Generates the sections of the documentation that follow from the engine, by the name of their marker. */
export const tables: Record<string, () => string> = {
  measures: () =>
    markdown(
      ['Measure', 'Title', 'Description', 'Unit', 'Fact', 'Without rows', 'Options'],
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
      ['Column', 'Title', 'Unit', 'Facts'],
      Object.entries(spanColumns).map(([id, column]) => [
        code(id),
        column.title,
        code(column.unit),
        column.facts.join(', '),
      ])
    ),
  budgets: () =>
    markdown(
      ['Column', 'Title', 'Description', 'Unit'],
      Object.entries(budgetColumns).map(([id, column]) => [
        code(id),
        column.title,
        column.description,
        code(column.unit),
      ])
    ),
  dimensions: () =>
    markdown(
      ['Dimension', 'Title', 'Description', 'Facts'],
      Object.values(dimensions).map((dimension) => [
        code(dimension.id),
        dimension.title,
        dimension.description,
        dimension.facts.join(', '),
      ])
    ),
  dialects: () =>
    markdown(
      ['Dialect', 'Claimed scopes', 'Cached tokens', 'Rank'],
      dialects.map(({ title, claims, tokens, rank }) => [
        title,
        claims.scopes.map(code).join(' '),
        [...new Set([tokens.cache, ...tokens.exceptions.flatMap(({ cache }) => cache ?? [])])].map(code).join(', '),
        rank,
      ])
    ),
  fields: () =>
    markdown(
      ['Field', 'Read from'],
      (Object.keys(fields) as FieldId[])
        .map((field) => [
          code(field),
          sourcesOf(field, readSettings({ url: '', database: '', user: '', jsonData: {} }))
            .map((source) => code(source.kind === 'within' ? `${source.key} ▸ ${source.name}` : source.key))
            .join(' '),
        ])
        .filter(([, places]) => places !== '')
    ),
  rules: () =>
    markdown(
      ['Rule', 'Question', 'Fires when', 'Grouped by', 'Window', 'Pending'],
      ruleGroups
        .flatMap(({ rules }) => rules)
        .map((rule) => [
          `[${rule.title}](#${anchor(rule.title)})`,
          rule.question,
          code(conditionOf(rule)),
          labelsOf(rule).map(code).join(' '),
          printDuration(rule.window),
          printDuration(rule.pending),
        ])
    ),
  rulesections: () =>
    ruleGroups.flatMap(({ file, rules }) => rules.map((rule) => ruleSection(file, rule))).join('\n\n'),
  contentview: contentView,
  macros: () =>
    markdown(
      ['Macro', 'Description'],
      Object.values(macros).map((macro) => [code(macro.example), macro.description])
    ),
};

const anchor = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

function ruleSection(file: string, rule: AlertRule): string {
  const show = Object.entries(rule.show);
  const bounds = comparisonsOf(rule).filter(isBound);
  const groupable =
    rule.groupable.length > 0
      ? ` It can be grouped by ${rule.groupable.map(code).join(', ')}, and by any attribute.`
      : '';
  return [
    `## ${rule.title}`,
    `> ${rule.question}`,
    `\`${rule.uid}\` in \`provisioning/alerting/${file}.yaml\`. Window ${printDuration(rule.window)}, pending period ${printDuration(rule.pending)}, one instance for each combination of ${labelsOf(rule).map(code).join(', ')}.${groupable}`,
    '```\n' + conditionOf(rule) + '\n```',
    ...(bounds.length > 0
      ? [numbersOf(bounds)]
      : ['Its numbers are those of the budgets, in the data source’s settings.']),
    `Columns: ${show.map(([refId, column]) => `\`${refId}\` ${column}`).join(', ')}.`,
    `No data: \`${rule.noData.state}\`. ${rule.noData.because}`,
    `Error: \`${rule.execError.state}\`. ${rule.execError.because}`,
  ].join('\n\n');
}

const numbersOf = (bounds: readonly Bound[]): string =>
  markdown(
    ['Number', 'Default', 'Min', 'Max', 'Meaning'],
    bounds.map((bound) => [
      code(bound.id),
      `\`$${bound.refId} ${bound.is} ${bound.number}\``,
      String(bound.min),
      String(bound.max),
      bound.means,
    ])
  );

/** Lists the options that a measure takes, other than `compare` and `name`. */
function taken(measure: Measure): string[] {
  return [
    ...(measure.perEvaluation ? ['`evaluation`'] : []),
    ...(measure.bound ? [`\`bound\` (${measure.bound.default})`] : []),
    ...(measure.additive ? ['`as`'] : []),
    ...(measure.distribution === undefined ? [] : ['`heatmap`']),
    ...(measure.id === 'whatif_cost' ? ['`whatIf`'] : []),
  ];
}

/** Pads cells as prettier does, so that formatting changes nothing. */
function markdown(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
