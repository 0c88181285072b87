/**
 * Computes a measure query over rows in memory. It shares no code with the compiler: names, lists of keys and formulas are
 * repeated here.
 */
import type { Filter, MeasureQuery } from '../../../src/engine/query/model.ts';
import { factRows, type FactName, type FactRow, type Range } from './facts.ts';
import type { Rows } from './canonical.ts';

type Part = MeasureQuery['measures'][number];

export type Group = { time: bigint | null; labels: string[]; values: (number | null)[] };

const present = (rows: FactRow[], name: string) => rows.flatMap((row) => row.numbers[name] ?? []);
const sum = (values: number[]) => (values.length === 0 ? null : values.reduce((a, b) => a + b, 0));
const mean = (values: number[]) => (values.length === 0 ? null : (sum(values) ?? 0) / values.length);

/** Interpolates between the two nearest values, the first at level 0 and the last at level 1. */
function quantile(values: number[], level: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = level * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (place - Math.floor(place)) * (high - low);
}

type Formula = (rows: FactRow[], bound: number) => number | null;

const count = (test: (row: FactRow) => boolean) => (rows: FactRow[]) => rows.filter(test).length;
const total = (name: string) => (rows: FactRow[]) => sum(present(rows, name));
const at = (level: number, name: string) => (rows: FactRow[]) => quantile(present(rows, name), level);
const over = (part: number | null, whole: number | null) => (!whole || part === null ? null : part / whole);
const ratio =
  (part: Formula, whole: Formula): Formula =>
  (rows, bound) =>
    over(part(rows, bound), whole(rows, bound));
const has = (name: string) => (row: FactRow) => (row.numbers[name] ?? null) !== null;
const says = (name: string) => (row: FactRow) => (row.texts[name] ?? '') !== '';
const both = (a: string, b: string) => (rows: FactRow[]) => rows.filter((row) => has(a)(row) && has(b)(row));
const distinct = (name: string) => (rows: FactRow[]) => new Set(rows.flatMap((row) => row.texts[name] || [])).size;
const every: Formula = (rows) => rows.length;
const failed = (row: FactRow) => row.failed;
const violated = (row: FactRow) => row.failed || row.texts['verdict'] === 'deny';
const ofClass = (name: string) => (row: FactRow) => row.dimensions['error_class'] === name;
const slower =
  (name: string): Formula =>
  (rows, bound) =>
    over(rows.filter((row) => (row.numbers[name] ?? 0) > bound).length, rows.filter(has(name)).length);
/** Computes a number of each row from others; null if one of them is. */
const made =
  (names: string[], value: (...numbers: number[]) => number | null, formula: (values: number[]) => number | null) =>
  (rows: FactRow[]) =>
    formula(
      rows.flatMap((row) => {
        const numbers = names.flatMap((name) => row.numbers[name] ?? []);
        return numbers.length < names.length ? [] : (value(...numbers) ?? []);
      })
    );
const perToken = (seconds: number, firstToken: number, output: number) =>
  output > 1 ? Math.max(seconds - firstToken, 0) / (output - 1) : null;
const costFrom =
  (...sources: string[]) =>
  (row: FactRow) =>
    !row.failed && sources.includes(row.dimensions['cost_source'] ?? '');
const median = (values: number[]) => quantile(values, 0.5);

/** Formulas by fact and measure. `bound` is the default bound of the measure. */
const measures: Record<FactName, Record<string, Formula>> = {
  requests: {
    requests: every,
    errors: count(failed),
    error_rate: ratio(count(failed), every),
    rate_limit_rate: ratio(count(ofClass('rate_limit')), every),
    rate_limit_errors: count(ofClass('rate_limit')),
    context_overflow_errors: count(ofClass('context_overflow')),
    timeout_errors: count(ofClass('timeout')),
    server_errors: count(ofClass('server')),
    auth_errors: count(ofClass('auth')),
    content_filter_errors: count(ofClass('content_filter')),
    other_errors: count(ofClass('other')),
    input_tokens: total('input'),
    output_tokens: total('output'),
    total_tokens: total('total'),
    cache_read_tokens: total('cacheRead'),
    cache_write_tokens: total('cacheWrite'),
    reasoning_tokens: total('reasoning'),
    tokens_per_request: (rows) => mean(present(rows, 'total')),
    cost: total('cost'),
    reported_cost: total('reportedCost'),
    estimated_cost: total('estimatedCost'),
    whatif_cost: total('whatIfCost'),
    wasted_cost: total('wastedCost'),
    retried_requests: count(has('retried')),
    retried_cost: total('retriedCost'),
    cache_savings: total('cacheSavings'),
    cost_per_request: (rows) => mean(present(rows, 'cost')),
    cost_per_conversation: (rows) =>
      over(total('cost')(rows.filter(says('conversation'))), distinct('conversation')(rows)),
    cost_per_1k_tokens: (rows) =>
      over((total('cost')(both('cost', 'total')(rows)) ?? 0) * 1000, total('total')(both('cost', 'total')(rows))),
    // The census of these tests has seen everything.
    unseen_requests: count(() => false),
    unpriced_requests: count((row) => !has('cost')(row) && !row.failed),
    partly_priced_requests: count(costFrom('partly')),
    partly_priced_share: ratio(
      count(costFrom('partly')),
      count((row) => !row.failed)
    ),
    assumed_requests: count(costFrom('assumed')),
    priced_share: ratio(
      count(costFrom('reported', 'estimated')),
      count((row) => !row.failed)
    ),
    estimated_share: ratio(count(has('estimatedCost')), count(has('cost'))),
    cache_hit_rate: ratio(total('cacheRead'), total('input')),
    cached_requests: count((row) => (row.numbers['cacheRead'] ?? 0) > 0),
    response_cache_hits: () => 0,
    latency_mean: (rows) => mean(present(rows, 'seconds')),
    latency_p50: at(0.5, 'seconds'),
    latency_p90: at(0.9, 'seconds'),
    latency_p95: at(0.95, 'seconds'),
    latency_p99: at(0.99, 'seconds'),
    latency_max: at(1, 'seconds'),
    slow_requests: slower('seconds'),
    ttft_p50: at(0.5, 'firstToken'),
    ttft_p95: at(0.95, 'firstToken'),
    ttft_p99: at(0.99, 'firstToken'),
    slow_first_tokens: slower('firstToken'),
    streamed_requests: count(has('firstToken')),
    tpot_p50: made(['seconds', 'firstToken', 'output'], perToken, median),
    tpot_p95: made(['seconds', 'firstToken', 'output'], perToken, (values) => quantile(values, 0.95)),
    tokens_per_second: made(['output', 'seconds'], (output, seconds) => over(output, seconds), median),
    context_used_p95: () => null,
    context_used_max: () => null,
    truncations: count((row) => row.texts['finish_reason'] === 'length'),
    filtered_requests: count((row) => row.texts['finish_reason'] === 'content_filter'),
    conversations: distinct('conversation'),
    turns_per_conversation: ratio(count(says('conversation')), distinct('conversation')),
    users: distinct('user'),
    feature_coverage: ratio(count(says('feature')), every),
    token_coverage: ratio(
      count((row) => has('input')(row) && !row.failed),
      count((row) => !row.failed)
    ),
    prompt_coverage: ratio(count(says('prompt_version')), every),
  },
  tools: {
    tool_calls: every,
    tool_failures: count(failed),
    tool_failure_rate: ratio(count(failed), every),
    tool_latency_p95: at(0.95, 'seconds'),
  },
  agents: { agent_runs: every, agent_failures: count(failed), agent_latency_p95: at(0.95, 'seconds') },
  guardrails: {
    guardrail_checks: every,
    guardrail_violations: count(violated),
    guardrail_violation_rate: ratio(count(violated), every),
  },
  spans: {
    spans: every,
    unclassified_spans: count((row) => !says('instrumentation')(row)),
    error_spans: count(failed),
    // No span of this traffic is a wait for an approval: tests/integration/agents has those.
    tool_approval_wait_p95: (rows) => at(0.95, 'seconds')(rows.filter((row) => row.texts['operation'] === 'approval')),
  },
  evaluations: {
    score_mean: (rows) => mean(present(rows, 'score')),
    score_p10: at(0.1, 'score'),
    score_count: count(has('score')),
    score_low_share: (rows, bound) =>
      over(present(rows, 'score').filter((score) => score < bound).length, present(rows, 'score').length),
    pass_rate: (rows) =>
      rows.some((row) => says('evaluation_label')(row) && !has('passed')(row)) ? null : mean(present(rows, 'passed')),
    scored_requests: count(has('score')),
    unmatched_scores: count(has('unmatched')),
    evaluation_count: count((row) => says('evaluation')(row) && !has('failure')(row)),
    failed_evaluations: count(has('failure')),
    evaluator_versions: distinct('evaluator_version'),
  },
};

/** Measures that are ratios of two others. */
const quotients: Record<string, [string, string]> = {
  evaluation_coverage: ['scored_requests', 'requests'],
  requests_per_agent_run: ['requests', 'agent_runs'],
  cost_per_agent_run: ['cost', 'agent_runs'],
  tool_calls_per_request: ['tool_calls', 'requests'],
};

const bounds: Record<string, number> = { slow_requests: 10, slow_first_tokens: 2, score_low_share: 3 };

const factOf = (id: string) =>
  (Object.keys(measures) as FactName[]).find((fact) => id in measures[fact]) ?? ('requests' as const);

/** Whether the reference knows a measure. */
export const known = (id: string): boolean => id in quotients || id in measures[factOf(id)];

export const columnName = ({ id, evaluation: name, name: given }: MeasureQuery['measures'][number]) =>
  given ?? (name ? `${id}_${name.replace(/[^A-Za-z0-9]+/g, '_')}` : id);

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function passes(row: FactRow, { dimension: id, operator, values }: Filter): boolean {
  const value = row.dimensions[id] ?? 'unknown';
  const found = operator.endsWith('matches')
    ? values.some((pattern) => new RegExp(pattern).test(value))
    : values.includes(value);
  return values.length === 0 || found !== operator.startsWith('not_');
}

/** Evaluates a query, in the order that the frame contract requires. */
export function evaluate(
  query: Omit<MeasureQuery, 'groupBy' | 'filters'> & Partial<MeasureQuery>,
  data: Rows,
  range: Range
): Group[] {
  const groupBy = [...new Set(query.groupBy ?? [])];
  const rowsOf = (id: string) =>
    factRows(data, factOf(id), range).filter((row) => (query.filters ?? []).every((filter) => passes(row, filter)));
  const labels = (row: FactRow) => groupBy.map((id) => row.dimensions[id] ?? 'unknown');
  const value = ({ id, evaluation: name, bound }: Part, rows: FactRow[]) =>
    measures[factOf(id)][id]?.(
      name === undefined || factOf(id) !== 'evaluations' ? rows : rows.filter((row) => row.evaluation === name),
      bound ?? bounds[id] ?? 0
    ) ?? null;
  const partsOf = (ref: Part): Part[] =>
    (quotients[ref.id] ?? [ref.id]).map((id) => ({ ...ref, id: id as Part['id'] }));

  const group = (ref: Part, key: (row: FactRow) => string) => {
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
  const ranked = top && query.measures.find((ref) => columnName(ref) === (top.by ?? columnName(ref)));
  const rankOf = (ref: Part) => {
    const [part, whole] = partsOf(ref).map((one) => ({
      one,
      rows: group(one, (row) => JSON.stringify(labels(row))),
    }));
    const of = (cell: typeof part, key: string) => (cell ? value(cell.one, cell.rows.get(key) ?? []) : null);
    return [...new Set([part, whole].flatMap((cell) => [...(cell?.rows.keys() ?? [])]))].map((key) => ({
      key,
      value: whole ? over(of(part, key), of(whole, key)) : of(part, key),
    }));
  };
  const largest =
    ranked &&
    rankOf(ranked)
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

  const key = (row: FactRow) => JSON.stringify([bucket(row), ...shown(row)]);
  const cells = query.measures.map((ref) => partsOf(ref).map((part) => ({ part, rows: group(part, key) })));
  const keys = new Set(cells.flat().flatMap(({ rows }) => [...rows.keys()]));
  if (keys.size === 0 && groupBy.length === 0 && query.format === 'table') {
    keys.add('[""]');
  }
  const groups = [...keys].map((key) => {
    const [time = '', ...own] = JSON.parse(key) as string[];
    return {
      time: time === '' ? null : BigInt(time),
      labels: own,
      values: cells.map((parts) => {
        const [part = null, whole] = parts.map((cell) => value(cell.part, cell.rows.get(key) ?? []));
        return whole === undefined ? part : over(part, whole);
      }),
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
