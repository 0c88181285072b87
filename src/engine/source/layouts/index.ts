import { UserError } from '../../errors.ts';
import { notLaidOut } from '../../messages.ts';
import type { SourceSettings as Settings } from '../settings.ts';
import type { SourceDescription, TableDescription } from '../description.ts';
import { flat } from './flat/index.ts';
import { langfuse } from './langfuse/index.ts';
import type { GaugeColumns, Layout, LogColumns, Required, SpanColumns, TableLayout } from './layout.ts';
import { otelJson } from './otel-json/index.ts';
import { otelLogRecords } from './otel-logs/index.ts';
import { otelMap } from './otel-map/index.ts';
import { signoz } from './signoz/index.ts';

/** All layouts, in the order in which a table is tried. */
export const layouts: readonly Layout[] = [otelMap, otelJson, otelLogRecords, signoz, langfuse, flat];

/** Finds the layout of the spans table, by the settings or else by its columns. Throws a UserError naming the closest one. */
export function layoutOf(traces: TableDescription, settings: Settings): Layout {
  const candidates = layouts.filter(({ id, required }) =>
    settings.layout === 'auto' ? required : id === settings.layout
  );
  const judged = candidates.map((layout) => ({ layout, missing: missing(layout.required ?? {}, traces) }));
  const fitting = judged.find((one) => one.missing.length === 0);
  if (fitting) {
    return fitting.layout;
  }
  const share = ({ layout, missing: names }: (typeof judged)[number]) =>
    names.length / Object.keys(layout.required ?? {}).length;
  const [nearest] = [...judged].sort((a, b) => share(a) - share(b));
  throw new UserError(notLaidOut(traces.path.join('.'), nearest?.layout.title ?? '', nearest?.missing ?? []));
}

/** Reads the spans table by the layout in its description. */
export function spanColumns(source: SourceDescription, settings: Settings): SpanColumns {
  const known = laidOut.get(source);
  if (known?.settings === settings) {
    return known.spans;
  }
  const layout = layouts.find(({ id }) => id === source.layout.id) ?? layoutOf(source.traces, settings);
  const spans = layout.spans(source, settings);
  laidOut.set(source, { settings, spans });
  return spans;
}

const laidOut = new WeakMap<SourceDescription, { settings: Settings; spans: SpanColumns }>();

/** Reads the table of log records by the layout it matches; null if there is none. */
export const logColumns = ({ logs }: SourceDescription): LogColumns | null =>
  logs && read(logs, (layout) => layout.logs);

/** Reads the table of gauges; null if there is none. */
export const gaugeColumns = ({ gauges }: SourceDescription): GaugeColumns | null =>
  gauges && read(gauges, (layout) => layout.gauges);

function read<Columns>(table: TableDescription, of: (layout: Layout) => TableLayout<Columns> | undefined): Columns {
  const known = layouts.flatMap((layout) => {
    const own = of(layout);
    return own ? [{ ...own, title: layout.title, missing: missing(own.required, table) }] : [];
  });
  const [nearest] = [...known].sort((a, b) => a.missing.length - b.missing.length);
  if (!nearest || nearest.missing.length > 0) {
    throw new UserError(notLaidOut(table.path.join('.'), nearest?.title ?? '', nearest?.missing ?? []));
  }
  return nearest.columns(table);
}

/** Lists required columns that are missing or of another type. */
export function missing(required: Required, { columns }: TableDescription): string[] {
  return Object.entries(required)
    .filter(([name, type]) => !(columns[name] ?? '').startsWith(type) || !(name in columns))
    .map(([name, type]) => (type === '' || !(name in columns) ? name : `${name} ${type}`));
}
