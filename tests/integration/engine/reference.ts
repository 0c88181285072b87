/**
 * What a measure query means, worked out over rows in memory. It shares no code with the compiler: names, lists of keys
 * and formulas are written down here once more.
 */
import type { Filter, MeasureQuery } from '../../../src/engine/query/model.ts';
import { requests, scores, type FactRow, type Range, type Rows } from './facts.ts';

export type Group = { time: bigint | null; labels: string[]; values: (number | null)[] };

const present = (rows: FactRow[], name: string) => rows.flatMap((row) => row.numbers[name] ?? []);
const sum = (values: number[]) => (values.length === 0 ? null : values.reduce((a, b) => a + b, 0));
const mean = (values: number[]) => (values.length === 0 ? null : (sum(values) ?? 0) / values.length);

/** Between the two nearest values, the first at level 0 and the last at level 1. */
function quantile(values: number[], level: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = level * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (place - Math.floor(place)) * (high - low);
}

const failures = (rows: FactRow[]) => rows.filter((row) => row.failed).length;

const formulas: Record<string, (rows: FactRow[]) => number | null> = {
  requests: (rows) => rows.length,
  errors: failures,
  error_rate: (rows) => (rows.length === 0 ? null : failures(rows) / rows.length),
  input_tokens: (rows) => sum(present(rows, 'input')),
  output_tokens: (rows) => sum(present(rows, 'output')),
  cost: (rows) => sum(present(rows, 'cost')),
  cost_per_request: (rows) => mean(present(rows, 'cost')),
  unpriced_requests: (rows) => rows.filter((row) => row.numbers['cost'] === null && !row.failed).length,
  latency_p50: (rows) => quantile(present(rows, 'seconds'), 0.5),
  latency_p95: (rows) => quantile(present(rows, 'seconds'), 0.95),
  latency_p99: (rows) => quantile(present(rows, 'seconds'), 0.99),
  ttft_p95: (rows) => quantile(present(rows, 'firstToken'), 0.95),
  score_mean: (rows) => mean(present(rows, 'score')),
  score_count: (rows) => present(rows, 'score').length,
};

export const columnName = ({ id, evaluation: name, name: given }: MeasureQuery['measures'][number]) =>
  given ?? (name ? `${id}_${name.replace(/[^A-Za-z0-9]+/g, '_')}` : id);

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function passes(row: FactRow, { dimension: id, operator, values }: Filter): boolean {
  const value = row.dimensions[id] ?? '';
  const found = operator.endsWith('matches')
    ? values.some((pattern) => new RegExp(pattern).test(value))
    : values.includes(value);
  return values.length === 0 || found !== operator.startsWith('not_');
}

/** The answer of a query, in the order that the frame contract asks for. */
export function evaluate(
  query: Omit<MeasureQuery, 'groupBy' | 'filters'> & Partial<MeasureQuery>,
  data: Rows,
  range: Range
): Group[] {
  const groupBy = [...new Set(query.groupBy ?? [])];
  const within = (row: FactRow) => row.at >= BigInt(range.from) * 1_000_000n && row.at < BigInt(range.to) * 1_000_000n;
  const facts = { requests: requests(data), evaluations: scores(data, range) };
  const factOf = (id: string) => (id.startsWith('score_') ? 'evaluations' : 'requests');
  const rowsOf = (id: string) =>
    facts[factOf(id)].filter((row) => within(row) && (query.filters ?? []).every((filter) => passes(row, filter)));
  const labels = (row: FactRow) => groupBy.map((id) => row.dimensions[id] ?? '');
  const value = ({ id, evaluation: name }: MeasureQuery['measures'][number], rows: FactRow[]) =>
    formulas[id]?.(name === undefined ? rows : rows.filter((row) => row.evaluation === name)) ?? null;

  const group = (ref: MeasureQuery['measures'][number], key: (row: FactRow) => string) => {
    const found = new Map<string, FactRow[]>();
    for (const row of rowsOf(ref.id)) {
      const rows = found.get(key(row));
      if (rows) {
        rows.push(row);
      } else {
        found.set(key(row), [row]);
      }
    }
    return found;
  };
  const { top } = query;
  const by = top && query.measures.find((ref) => columnName(ref) === (top.by ?? columnName(ref)));
  const largest =
    by &&
    [...group(by, (row) => JSON.stringify(labels(row)))]
      .map(([key, rows]) => ({ key, value: value(by, rows) }))
      .sort(
        (a, b) =>
          (b.value ?? -Infinity) - (a.value ?? -Infinity) ||
          byLabels(JSON.parse(a.key) as string[], JSON.parse(b.key) as string[])
      )
      .slice(0, top.n)
      .map(({ key }) => key);
  const shown = (row: FactRow) =>
    largest && !largest.includes(JSON.stringify(labels(row))) ? groupBy.map(() => 'other') : labels(row);
  const step = BigInt(range.step) * 1_000_000_000n;
  const bucket = (row: FactRow) => (query.format === 'timeseries' ? String((row.at / step) * step) : '');

  const cells = query.measures.map((ref) => group(ref, (row) => JSON.stringify([bucket(row), ...shown(row)])));
  const keys = new Set(cells.flatMap((cell) => [...cell.keys()]));
  if (keys.size === 0 && groupBy.length === 0 && query.format === 'table') {
    keys.add('[""]');
  }
  const groups = [...keys].map((key) => {
    const [time = '', ...own] = JSON.parse(key) as string[];
    return {
      time: time === '' ? null : BigInt(time),
      labels: own,
      values: query.measures.map((ref, index) => value(ref, cells[index]?.get(key) ?? [])),
    };
  });
  return groups.sort((a, b) =>
    query.format === 'timeseries'
      ? byLabels(a.labels, b.labels) || Number((a.time ?? 0n) - (b.time ?? 0n))
      : (b.values[0] ?? -Infinity) - (a.values[0] ?? -Infinity) || byLabels(a.labels, b.labels)
  );
}

function byLabels(a: string[], b: string[]): number {
  return a.map((label, index) => byCodePoint(label, b[index] ?? '')).find((order) => order !== 0) ?? 0;
}
