import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';

import { dimensionOf } from '../../../../src/engine/catalogue/dimensions/index.ts';
import { measures } from '../../../../src/engine/catalogue/measures/index.ts';
import { spanColumn } from '../../../../src/engine/catalogue/spancolumns.ts';
import { titleOf } from '../../../../src/engine/compile/measures/plan.ts';
import type { SpansQuery } from '../../../../src/engine/query/model.ts';
import { inTimeOf, type DataLink } from '../links.ts';
import { reasonOf, unitOf } from '../looks.ts';
import type { MeasureTarget, QueryTarget } from '../query.ts';
import { columnOf } from './columns.ts';
import { common, dashed, type PanelSpec } from './panel.ts';

/** What a table's columns have beyond the common: links by title, and headings by the names of measures' columns. */
export interface Columns {
  links?: Record<string, readonly DataLink[]>;
  /** Headings of columns whose titles name an evaluation, which the row above shows, or are long. */
  headings?: Record<string, string>;
}

/** Shows the groups of a measure query, one a row; every number has the unit of its measure. */
export function table(spec: PanelSpec & { query: MeasureTarget }, { links = {}, headings = {} }: Columns = {}): Table {
  const [first] = spec.query.measures;
  const panel = rows({ ...(first ? { missing: reasonOf(first.id) } : {}), ...spec });
  const own = Object.fromEntries(
    Object.entries(links).map(([title, list]) => [title, list.map(inTimeOf(spec.timeFrom))])
  );
  spec.query.dimensions.forEach((id) => column(panel, dimensionOf(id).title, [], own));
  spec.query.measures.forEach((ref) => {
    const heading = headings[ref.name ?? ref.id];
    const unit = ref.compare === 'ratio' ? ratio : unitOf(ref.id);
    const properties = [...unit, ...columnOf(titleOf(ref), heading)];
    if (ref.evaluation?.startsWith('$')) {
      // The variable's value is in the title.
      panel.overrideByRegexp(`/^${measures[ref.id].title} \\(/`, properties);
    } else {
      panel.overrideByName(titleOf(ref), properties);
    }
  });
  return panel;
}

const ratio: DynamicConfigValue[] = [
  { id: 'unit', value: 'suffix:×' },
  { id: 'decimals', value: 2 },
];

/** Shows spans, one a row, each with the links to its trace that the data source gives. */
export function spansTable(spec: PanelSpec & { query: QueryTarget<SpansQuery> }, links: Columns['links'] = {}): Table {
  const panel = rows(spec);
  const { groupBy, columns } = spec.query.query;
  column(panel, 'Time', [], links);
  column(panel, 'Trace', [shortened], links);
  panel.overrideByName('Span', [{ id: 'custom.hidden', value: true }]);
  groupBy.forEach((id) => column(panel, dimensionOf(id).title, [], links));
  columns.forEach((id) => {
    const { title, unit, kind } = spanColumn(id);
    const decimals = unit === 'currencyUSD' ? [{ id: 'decimals', value: 4 }] : [];
    const own = kind === 'flag' ? [flag] : [{ id: 'unit', value: unit }, ...decimals];
    if (id === 'score') {
      panel.overrideByRegexp('/^Score \\(/', [...own, ...columnOf('', title)]);
    } else {
      column(panel, title, own, links);
    }
  });
  return panel;
}

/** Shows the rows of any other answer; `titles` are its columns that are shown, `hidden` its others. */
export function answerTable(
  spec: PanelSpec & { titles: Record<string, DynamicConfigValue[]>; hidden?: readonly string[] },
  links: Columns['links'] = {}
): Table {
  const panel = rows(spec);
  Object.entries(spec.titles).forEach(([title, properties]) => column(panel, title, properties, links));
  spec.hidden?.forEach((name) => panel.overrideByName(name, [{ id: 'custom.hidden', value: true }]));
  return panel;
}

/** Leaves out the row of what a list does not name: a list of the largest is no whole. */
export const withoutRest = (title: string): DataTransformerConfig => ({
  id: 'filterByValue',
  options: {
    ...{ type: 'exclude', match: 'any' },
    filters: [{ fieldName: title, config: { id: 'regex', options: { value: '^other( \\(rest\\))*$' } } }],
  },
});

/** Shows the first rows of an answer that names every group. */
export const firstRows = (limitField: number): DataTransformerConfig => ({ id: 'limit', options: { limitField } });

/** Shows a bar behind the number of a table cell. */
export const dataBar: DynamicConfigValue[] = [
  { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } },
  { id: 'min', value: 0 },
  { id: 'fieldMinMax', value: true },
];

const rows = (spec: PanelSpec): Table =>
  common(new Table(), spec)
    .showHeader(true)
    .minWidth(90)
    .overrideByFieldType('number', [dashed])
    .overrideByFieldType('string', [dashed]);

function column(
  panel: Table,
  title: string,
  properties: readonly DynamicConfigValue[],
  links: Record<string, readonly DataLink[]>
): void {
  const own = links[title];
  const linked = own ? [{ id: 'links', value: own.map(({ title: text, url }) => ({ title: text, url })) }] : [];
  panel.overrideByName(title, [...properties, ...columnOf(title, undefined, own !== undefined), ...linked]);
}

/** Shows the first characters of a trace's id, which is long, and leads to the trace. */
const shortened: DynamicConfigValue = {
  id: 'mappings',
  value: [{ type: 'regex', options: { pattern: '^(.{8}).*$', result: { index: 0, text: '$1' } } }],
};

const flag: DynamicConfigValue = {
  id: 'mappings',
  value: [
    { type: 'value', options: { '0': { index: 0, text: 'no' }, '1': { index: 1, text: 'yes', color: 'orange' } } },
  ],
};
