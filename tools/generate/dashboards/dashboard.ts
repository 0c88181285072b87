import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type AnnotationQuery,
  type Dashboard,
  type Panel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { hash } from '../../../src/engine/hash.ts';
import { changes } from './annotations.ts';
import { dashboardLinks, tag, withVariables } from './links.ts';
import { shipped, type DashboardName } from './names.ts';
import { narrowing } from './narrowing.ts';
import { filtersOf, variables } from './variables.ts';

export interface Row {
  title: string;
  /** Whether its panels ask nothing until it is opened. */
  collapsed?: true;
  panels: readonly Builder<Panel>[];
}

export interface DashboardSpec {
  /** What it answers. */
  description: string;
  /** Variables of its own, after those that narrow it. */
  choices?: readonly Builder<VariableModel>[];
  /** Marks on its graphs; by default, the changes of prompts and models. */
  annotations?: readonly Builder<AnnotationQuery>[];
  /** How often it asks anew: what is on call, each minute. */
  refresh?: '1m';
  /** Where to go on. */
  next: readonly DashboardName[];
  rows: readonly Row[];
}

/** The ids of rows begin here, so that they never are those of panels. */
const firstRow = 101;

const ownCopy = 'To change it, save a copy: an update of the plugin replaces this one.';

/** Builds a dashboard. Its revision is that of its contents: Grafana replaces a bundled dashboard whose revision differs. */
export function dashboardOf(name: DashboardName, spec: DashboardSpec): Dashboard {
  const builder = new DashboardBuilder(shipped[name].title)
    .uid(shipped[name].uid)
    .description(`${spec.description} ${ownCopy}`)
    .tags([tag])
    .time({ from: 'now-24h', to: 'now' })
    .refresh(spec.refresh ?? '5m')
    .tooltip(DashboardCursorSync.Crosshair)
    .links(dashboardLinks(spec.next))
    .variables(variables(narrowing[name], spec.choices))
    .annotations([...(spec.annotations ?? changes(filtersOf(narrowing[name])))]);
  spec.rows.forEach(({ title, collapsed, panels }, index) => {
    const row = new RowBuilder(title).id(firstRow + index);
    if (collapsed) {
      panels.forEach((panel) => row.withPanel(panel));
      builder.withRow(row.collapsed(true));
    } else {
      builder.withRow(row);
      panels.forEach((panel) => builder.withPanel(panel));
    }
  });
  const built = builder.build();
  const names = (built.templating?.list ?? []).map((variable) => variable.name);
  const dashboard = withVariables(built, names);
  return { ...dashboard, revision: parseInt(hash(JSON.stringify(dashboard)).slice(1), 16) };
}
