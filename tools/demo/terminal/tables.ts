import Table from 'cli-table3';
import pc from 'picocolors';
import type { FrameField, JsonFrame, QueryAnswer } from '../../plugin/messages.ts';
import type { Evaluation } from './evaluate.ts';

const MOST_ROWS = 8;

const nameOf = ({ name, labels = {}, config }: FrameField) =>
  Object.values(labels).join(', ') || (config?.displayNameFromDS ?? name);

function shown(value: unknown): string {
  if (value === null || value === undefined) {
    return '-';
  }
  if (typeof value !== 'number') {
    return String(value);
  }
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return Number.isInteger(value)
    ? value.toLocaleString('en')
    : value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** The library colours also what goes into a file. */
const style = pc.isColorSupported ? { head: ['cyan'], border: ['grey'] } : { head: [], border: [] };

const newTable = (head: string[]) => new Table({ head, style: { ...style, compact: true } });

function more(count: number): string {
  return count > MOST_ROWS ? pc.dim(`\n... and ${count - MOST_ROWS} more`) : '';
}

/** Rows as they are. */
function rowsTable(frame: JsonFrame): string {
  const { fields } = frame.schema;
  const columns = frame.data.values;
  const count = columns[0]?.length ?? 0;
  const table = newTable(fields.map(nameOf));
  for (let row = 0; row < Math.min(count, MOST_ROWS); row++) {
    table.push(columns.map((column) => shown(column[row])));
  }
  return table.toString() + more(count);
}

/** A line for every series: how many points, the last, the mean, the largest. */
function seriesTable(frames: JsonFrame[]): string {
  const table = newTable(['series', 'points', 'last', 'mean', 'max']);
  const series = frames.flatMap(({ schema, data }) =>
    schema.fields.flatMap((field, index) =>
      field.type === 'time' ? [] : [{ field, column: data.values[index] ?? [] }]
    )
  );
  for (const { field, column } of series.slice(0, MOST_ROWS)) {
    const numbers = column.filter((value) => typeof value === 'number');
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const largest = numbers.reduce((most, value) => Math.max(most, value), -Infinity);
    const some = numbers.length > 0;
    const last = some ? numbers[numbers.length - 1] : null;
    table.push([
      nameOf(field),
      String(numbers.length),
      shown(last),
      shown(some ? mean : null),
      shown(some ? largest : null),
    ]);
  }
  return table.toString() + more(series.length);
}

export function answerText({ frames, error }: QueryAnswer): string {
  if (error !== '') {
    return pc.red(error);
  }
  const filled = frames.filter(({ schema }) => schema.fields.length > 0);
  const notices = frames.flatMap(({ schema }) => schema.meta?.notices ?? []).map(({ text }) => pc.yellow(text));
  if (filled.length === 0) {
    return pc.yellow('No data');
  }
  const isSeries = filled.some(({ schema }) => schema.meta?.type?.startsWith('timeseries'));
  const tables = isSeries ? [seriesTable(filled)] : filled.map(rowsTable);
  return [...tables, ...new Set(notices)].join('\n');
}

export function evaluationText(evaluation: Evaluation, pending: string): string {
  if ('error' in evaluation) {
    return pc.red(`Error: ${evaluation.error}`);
  }
  const [first] = evaluation.instances;
  if (!first) {
    return pc.yellow('No data');
  }
  const labels = Object.keys(first.labels);
  const refIds = [...new Set(evaluation.instances.flatMap(({ values }) => Object.keys(values)))];
  const table = newTable([...labels, ...refIds, 'state']);
  for (const instance of evaluation.instances) {
    const state =
      instance.state === 'Pending'
        ? pc.red(`Pending, fires when it stays so for ${pending}`)
        : pc.green(instance.state);
    table.push([
      ...labels.map((label) => instance.labels[label] ?? ''),
      ...refIds.map((refId) => shown(instance.values[refId])),
      state,
    ]);
  }
  return table.toString();
}
