import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DashboardLinkBuilder, DashboardLinkType, type DashboardLink } from '@grafana/grafana-foundation-sdk/dashboard';

import { dimensionOf, type NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import { shipped, type DashboardName } from './names.ts';
import { common } from './variables.ts';

export const tag = 'genai-observability';

/** Where to go on, with the time range and the variables: all dashboards in a menu, and the next ones by name. */
export const dashboardLinks = (next: readonly DashboardName[]): Builder<DashboardLink>[] =>
  [
    link('GenAI dashboards').type(DashboardLinkType.Dashboards).tags([tag]).asDropdown(true),
    ...next.map((name) =>
      link(shortTitle(name)).type(DashboardLinkType.Link).url(`/d/${shipped[name].uid}`).icon('dashboard')
    ),
  ].map(atTheTop);

const link = (title: string) => new DashboardLinkBuilder(title).includeVars(true).keepTime(true);

/** Leaves out where a link is, which is a menu if it is said. */
const atTheTop = (builder: DashboardLinkBuilder): Builder<DashboardLink> => ({
  build: () => {
    const { placement: _, ...shown } = builder.build();
    return shown;
  },
});

/** Returns `Cost attribution` for `GenAI cost attribution`. */
function shortTitle(name: DashboardName): string {
  const words = shipped[name].title.replace(/^GenAI /, '');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A link of a value, as a panel's field config has it. */
export interface DataLink {
  title: string;
  url: string;
}

/** Where a value's own group is found: in a series' labels, in a column's cell, or in the name of a field that was a row. */
export const ofSeries = (dimension: NamedDimensionId): string => `\${__field.labels.${dimension}:percentencode}`;
export const ofCell = (): string => '${__value.raw:percentencode}';
export const ofName = (): string => '${__field.name:percentencode}';

/**
 * Leads to a dashboard with the same time range and filters, narrowed to the value's own group if one is named:
 *
 *   linkTo('latency', 'model', ofSeries('model'))
 *
 * The dashboard of prompts is about one prompt, whose variable is not that of several, or of all.
 */
export function linkTo(name: DashboardName, dimension?: NamedDimensionId, value = ''): DataLink {
  const kept = ['datasource', ...common, 'evaluation', 'filters'].filter((variable) => variable !== dimension);
  const own = name === 'prompts' && dimension === 'prompt' ? 'chosen_prompt' : dimension;
  const query = [
    '${__url_time_range}',
    ...kept.map((variable) => `\${${variable}:queryparam}`),
    ...(own === undefined ? [] : [`var-${own}=${value}`]),
  ];
  const only = dimension === undefined ? '' : ` of this ${dimensionOf(dimension).title.toLowerCase()}`;
  return { title: `${shortTitle(name)}${only}`, url: `/d/${shipped[name].uid}?${query.join('&')}` };
}

export const dataLink = ({ title, url }: DataLink): Builder<DashboardLink> => ({
  // Grafana's data links have a title and a URL only; the builder of links would add those of a dashboard.
  build: () => ({ title, url }) as DashboardLink,
});

/** Leaves out of links what a dashboard has no variable for: it would be in the URL as it is written. */
export const withVariables = <Linked>(linked: Linked, names: readonly string[]): Linked =>
  JSON.parse(
    JSON.stringify(linked).replace(/&\$\{(\w+):queryparam\}/g, (whole, name: string) =>
      names.includes(name) ? whole : ''
    )
  ) as Linked;
