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
    reduceOptions?: { limit?: number; fields?: string };
  };
  /** The panel's own time range, such as `now/d`. */
  timeFrom?: string | undefined;
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

/** A target that shows the answer of another panel. */
interface Shared {
  panelId?: number;
}

type SavedPanel = Omit<Panel, 'targets'> & { targets?: (Target | Shared)[] };

interface File {
  uid: string;
  title: string;
  time: { from: string };
  templating: { list: SavedVariable[] };
  annotations?: { list?: { name: string; target: Target }[] };
  panels: (SavedPanel & { panels?: SavedPanel[] })[];
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

/**
 * Groups panels by row: Grafana stores a row's panels after it, or inside it if it is collapsed. Panels that ask nothing, such
 * as the list of alerts, are left out.
 */
function rowsOf(saved: File['panels']): Row[] {
  const rows: Row[] = [];
  const known = saved.flatMap(({ panels = [], ...panel }) => [panel, ...panels]);
  const asking = (panels: SavedPanel[]): Panel[] =>
    panels.flatMap((panel) => {
      const targets = (panel.targets ?? []).flatMap((target) => askedBy(target, known));
      return targets.length === 0 ? [] : [{ ...panel, targets }];
    });
  for (const { panels = [], ...panel } of saved) {
    if (panel.type === 'row') {
      rows.push({ title: panel.title, panels: asking(panels) });
    } else {
      rows[rows.length - 1]?.panels.push(...asking([panel])) ?? rows.push({ title: '', panels: asking([panel]) });
    }
  }
  return rows;
}

/** Returns the queries of a target: its own, or those of the panel whose answer it shows. */
function askedBy(target: Target | Shared, panels: readonly SavedPanel[]): Target[] {
  if ('kind' in target) {
    return [target];
  }
  const source = panels.find(({ id }) => id === target.panelId);
  return (source?.targets ?? []).filter((one) => 'kind' in one);
}

/** Returns the time range of a panel: its own, up to now, or else the dashboard's. */
export function rangeOf({ timeFrom }: Pick<Panel, 'timeFrom'>, range: { from: number; to: number }) {
  if (timeFrom === undefined) {
    return range;
  }
  const now = new Date(range.to);
  const starts: Record<string, number> = {
    'now/d': new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime(),
    'now/M': new Date(now.getFullYear(), now.getMonth(), 1).getTime(),
  };
  return { from: starts[timeFrom] ?? range.to - relative(`now-${timeFrom}`), to: range.to };
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
