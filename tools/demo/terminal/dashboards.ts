import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Query } from '../../../src/engine/query/model.ts';
import { root } from '../../build/paths.ts';
import type { FieldConfig } from './fields.ts';
import type { SavedVariable } from './variables.ts';

export type Target = Query & { refId: string };

/** The part of a saved panel that is drawn here. */
export interface Panel {
  id: number;
  title: string;
  type: string;
  /** The width `w` is out of 24 columns. */
  gridPos: { w: number };
  targets: Target[];
  fieldConfig: FieldConfig;
  options: {
    legend?: { calcs?: string[] };
    reduceOptions?: { limit?: number };
  };
}

/** A heading and the panels below it. */
export interface Row {
  title: string;
  panels: Panel[];
}

export interface Dashboard {
  uid: string;
  title: string;
  /** The saved start of the time range, such as `now-7d`. */
  from: string;
  variables: SavedVariable[];
  annotations: { name: string; target: Target }[];
  rows: Row[];
}

interface File {
  uid: string;
  title: string;
  time: { from: string };
  templating: { list: SavedVariable[] };
  annotations?: { list?: { name: string; target: Target }[] };
  panels: (Panel & { panels?: Panel[] })[];
}

/** Reads every dashboard of the plugin. */
export function readDashboards(folder = join(root, 'dashboards')): Dashboard[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { uid, title, time, templating, annotations, panels } = JSON.parse(
        readFileSync(join(folder, file), 'utf8')
      ) as File;
      return {
        uid,
        title,
        from: time.from,
        variables: templating.list,
        annotations: annotations?.list ?? [],
        rows: rowsOf(panels),
      };
    });
}

/** Groups panels by row: Grafana stores a row's panels after it, or inside it if it is collapsed. */
function rowsOf(panels: File['panels']): Row[] {
  const rows: Row[] = [];
  for (const { panels: collapsed = [], ...panel } of panels) {
    if (panel.type === 'row') {
      rows.push({ title: panel.title, panels: collapsed });
    } else {
      rows[rows.length - 1]?.panels.push(panel) ?? rows.push({ title: '', panels: [panel] });
    }
  }
  return rows;
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** Converts `now-7d` into milliseconds before now. */
export function relative(from: string): number {
  const [, count, unit = ''] = /^now-(\d+)([mhdw])$/.exec(from) ?? [];
  const length = units[unit];
  if (count === undefined || length === undefined) {
    throw new Error(`The time range "${from}" of a dashboard is not understood.`);
  }
  return Number(count) * length;
}
