import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DashboardLinkBuilder, DashboardLinkType, type DashboardLink } from '@grafana/grafana-foundation-sdk/dashboard';

import { dimensionOf, type NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import { shipped, type DashboardName } from './names.ts';
import { aboutOf, narrowing, variableOf } from './narrowing.ts';

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
/** The same of another column of the row. */
export const ofRow = (dimension: NamedDimensionId): string => `\${__data.fields.${dimension}:percentencode}`;

/** Values of dimensions, by the texts that Grafana replaces when a link is followed. */
type Values = Partial<Record<NamedDimensionId, string>>;

/**
 * Leads to a dashboard with the same time range and filters, narrowed to the value's own group if one is given:
 *
 *   linkTo('latency', { model: ofSeries('model') })
 *
 * The title names the last of the dimensions.
 */
export function linkTo(name: DashboardName, values: Values = {}): DataLink {
  const given = Object.entries(values) as [NamedDimensionId, string][];
  const [last] = given.map(([dimension]) => dimension).slice(-1);
  const narrowed = given.map(([dimension, value]) => {
    const variable = variableOf(name, dimension);
    return variable === undefined ? `var-filters=${dimension}|%3D|${value}` : `var-${variable}=${value}`;
  });
  const query = ['${__url_time_range}', ...kept(name, Object.keys(values)), ...narrowed];
  return { title: titleOf(name, last), url: `/d/${shipped[name].uid}?${query.join('&')}` };
}

/** `Latency of this model`; `This conversation`, if that is what the dashboard is about. */
function titleOf(name: DashboardName, dimension: NamedDimensionId | undefined): string {
  const group = dimension && `this ${dimensionOf(dimension).title.toLowerCase()}`;
  return group === undefined
    ? shortTitle(name)
    : aboutOf(name).some(([one]) => one === dimension)
      ? `${group.slice(0, 1).toUpperCase()}${group.slice(1)}`
      : `${shortTitle(name)} of ${group}`;
}

/** Leads to what has any value of a dimension, such as the calls of agents. */
export const withAny = ({ title, url }: DataLink, dimension: NamedDimensionId, what: string): DataLink => ({
  title: `${title} of ${what}`,
  url: `${url}&var-filters=${dimension}|%21%3D|unknown`,
});

/** Leads to the time of a panel that has one of its own, such as `now/d`: Grafana gives links of such a panel no time at all. */
export const inTimeOf =
  (timeFrom: string | undefined) =>
  ({ title, url }: DataLink): DataLink => ({
    title,
    url:
      timeFrom === undefined
        ? url
        : url.replace(
            '${__url_time_range}',
            `from=${encodeURIComponent(timeFrom.startsWith('now') ? timeFrom : `now-${timeFrom}`)}&to=now`
          ),
  });

/** Carries what the dashboard that is left may have been narrowed by, but for what the link itself narrows. */
function kept(name: DashboardName, narrowed: readonly string[]): string[] {
  const dimensions = narrowing[name].filter((dimension) => !narrowed.includes(dimension));
  const fromPrompts = aboutOf('prompts').filter(
    ([dimension]) => name !== 'prompts' && (dimensions as readonly string[]).includes(dimension)
  );
  const own = aboutOf(name).flatMap(([dimension, variable]) => (narrowed.includes(dimension) ? [] : [variable]));
  return [
    ...['datasource', ...dimensions, ...own, 'evaluation', 'filters'].map((variable) => `\${${variable}:queryparam}`),
    ...fromPrompts.map(([dimension, variable]) => `var-${dimension}=\${${variable}:percentencode}`),
  ];
}

export const dataLink = ({ title, url }: DataLink): Builder<DashboardLink> => ({
  // Grafana's data links have a title and a URL only; the builder of links would add those of a dashboard.
  build: () => ({ title, url }) as DashboardLink,
});

/** Leaves out of links what a dashboard has no variable for: it would be in the URL as it is written. */
export const withVariables = <Linked>(linked: Linked, names: readonly string[]): Linked =>
  JSON.parse(
    JSON.stringify(linked).replace(/&(?:var-\w+=)?\$\{(\w+):\w+\}/g, (whole, name: string) =>
      names.includes(name) ? whole : ''
    )
  ) as Linked;
