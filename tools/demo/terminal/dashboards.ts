import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../build/paths.ts';
import type { PluginQuery } from '../../plugin/messages.ts';

interface FilePanel {
  title?: string;
  type: string;
  targets?: Array<Record<string, unknown> & { refId: string }>;
  panels?: FilePanel[];
}

export interface Panel {
  title: string;
  queries: PluginQuery[];
}

export interface Dashboard {
  title: string;
  /** As saved: `now-7d`. */
  from: string;
  panels: Panel[];
}

/** Every dashboard of the plugin, with its variables at *All*. */
export function readDashboards(folder = join(root, 'dashboards')): Dashboard[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { title, time, panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        title: string;
        time?: { from: string };
        panels: FilePanel[];
      };
      return { title, from: time?.from ?? 'now-24h', panels: flattened(panels).map(panelOf) };
    });
}

/** Panels with queries, those of collapsed rows included. */
const flattened = (panels: FilePanel[]): FilePanel[] =>
  panels.flatMap((panel) => [panel, ...flattened(panel.panels ?? [])]).filter((panel) => panel.targets?.length);

const panelOf = ({ title, targets = [] }: FilePanel): Panel => ({
  title: title ?? 'Untitled',
  queries: targets.map(({ refId, ...model }) => ({ refId, model: withAll(model) })),
});

const isVariable = (value: unknown) => typeof value === 'string' && /^\$(\w+|\{\w+(:\w+)?\})$/.test(value);

/** All of a variable's values are no values in a filter, as in the browser. */
function withAll(model: Record<string, unknown>): Record<string, unknown> {
  const filters = model['filters'];
  if (!Array.isArray(filters)) {
    return model;
  }
  return {
    ...model,
    filters: filters.map((filter: { values?: unknown[] }) =>
      filter.values?.some(isVariable) ? { ...filter, values: [] } : filter
    ),
  };
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** `now-7d` as milliseconds before now. */
export function relative(from: string): number {
  const [, count, unit = ''] = /^now-(\d+)([mhdw])$/.exec(from) ?? [];
  const length = units[unit];
  if (count === undefined || length === undefined) {
    throw new Error(`The time range "${from}" of a dashboard is not understood.`);
  }
  return Number(count) * length;
}
