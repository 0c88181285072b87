import type { DashboardLink, DynamicConfigValue, FieldColor, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';

import { measures, type MeasureId } from '../../../../src/engine/catalogue/measures/index.ts';
import { dataLink, inTimeOf, type DataLink } from '../links.ts';
import { colorsOf, reasonOf } from '../looks.ts';
import type { Target } from '../query.ts';

/** What every panel has. `width` is in 24 columns, `height` in Grafana's rows of 30 pixels. */
export interface PanelSpec {
  id: number;
  title: string;
  /** How the number is computed, and how to read it. */
  description: string;
  query: Target;
  width: number;
  height: number;
  /** What the panel says if there is nothing to show; by default, the reason that the measure has. */
  missing?: string;
  /** Where the panel's values lead to. */
  links?: readonly DataLink[];
  /** A time range of the panel's own, such as `now/d`. */
  timeFrom?: string;
}

/** A panel of one measure, whose unit applies to its numbers. */
export interface MeasureSpec extends PanelSpec {
  measure: MeasureId;
}

/** The part of the panels' builders that all have. */
export interface AnyPanel extends Builder<Panel> {
  id(id: number): this;
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: DataSourceRef): this;
  withTarget(target: Builder<Dataquery>): this;
  span(width: number): this;
  height(height: number): this;
  timeFrom(timeFrom: string): this;
  hideTimeOverride(hideTimeOverride: boolean): this;
  unit(unit: string): this;
  decimals(decimals: number): this;
  noValue(text: string): this;
  dataLinks(links: Builder<DashboardLink>[]): this;
  colorScheme(color: Builder<FieldColor>): this;
  overrideByName(name: string, properties: DynamicConfigValue[]): this;
  overrideByFieldType(type: string, properties: DynamicConfigValue[]): this;
}

export function common<Built extends AnyPanel>(panel: Built, spec: PanelSpec & { measure?: MeasureId }): Built {
  panel
    .id(spec.id)
    .title(spec.title)
    .description(spec.description)
    .datasource(spec.query.datasource)
    .withTarget(spec.query)
    .span(spec.width)
    .height(spec.height);
  if (spec.timeFrom !== undefined) {
    // Its description says which, and the title needs the place.
    panel.timeFrom(spec.timeFrom).hideTimeOverride(true);
  }
  if (spec.links) {
    panel.dataLinks(spec.links.map(inTimeOf(spec.timeFrom)).map(dataLink));
  }
  const missing = spec.missing ?? (spec.measure && reasonOf(spec.measure));
  if (missing !== undefined) {
    panel.noValue(missing);
  }
  const measure = spec.measure && measures[spec.measure];
  if (measure) {
    panel.unit(measure.unit);
  }
  if (measure?.decimals !== undefined) {
    panel.decimals(measure.decimals);
  }
  return panel;
}

/** Gives a group the same color on every panel, whatever its place among the others: that of its name. */
export const byName = (): Builder<FieldColor> => new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName);

/** Gives series that are no groups, such as percentiles and kinds of tokens, colors that differ. */
export function withColors<Built extends AnyPanel>(panel: Built, names: readonly string[]): Built {
  colorsOf(names).forEach(({ name, properties }) => panel.overrideByName(name, properties));
  return panel;
}

/** Shows a dash for a single number that is missing, because the reason is for the whole panel. */
export const dashed: DynamicConfigValue = { id: 'noValue', value: '–' };
