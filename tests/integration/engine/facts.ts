/** Reads the rows of every fact from the collector's rows in memory. Like `reference.ts`, it shares no code with the compiler. */
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { first, instant, number, readSpan, tags, type Canonical, type Rows } from './canonical.ts';

/** A half-open range in milliseconds, with `step` in seconds. */
export interface Range {
  from: number;
  to: number;
  step: number;
  lagSeconds?: number;
}

export interface FactRow {
  at: bigint;
  dimensions: Record<string, string>;
  /** '' if the row has no value. */
  texts: Record<string, string>;
  failed: boolean;
  numbers: Record<string, number | null>;
  evaluation: string;
}

export type FactName = 'requests' | 'tools' | 'agents' | 'guardrails' | 'spans' | 'evaluations';

/** The price that the tests set for every model, in US dollars per million tokens. */
export const price = { input: 2, output: 8, cacheRead: 0.5, cacheWrite: 3 };

const calls = ['chat', 'text_completion', 'generate_content', 'embeddings'];
const operations: Record<Exclude<FactName, 'evaluations'>, (operation: string) => boolean> = {
  requests: (operation) => calls.includes(operation),
  tools: (operation) => operation === 'execute_tool',
  agents: (operation) => operation === 'invoke_agent',
  guardrails: (operation) => operation === 'guardrail',
  spans: () => true,
};

/** The gen_ai spans, with what they take from other spans of their trace. */
interface Trace {
  spans: { span: SpanRow; canonical: Canonical }[];
  /** Spans with a tag that are not calls, by trace, in the order of their start. */
  holders: Map<string, { at: bigint; until: bigint; tags: Record<string, string> }[]>;
  /** When the last call of each parent, model and operation began. */
  lastCalls: Map<string, bigint>;
}

const kept = new WeakMap<Rows, Trace>();

function read(rows: Rows): Trace {
  const known = kept.get(rows);
  if (known) {
    return known;
  }
  const spans = rows.spans.map((span) => ({ span, canonical: readSpan(span) }));
  const holders: Trace['holders'] = new Map();
  for (const { span, canonical } of spans) {
    if (!calls.includes(canonical.operation) && Object.values(canonical.ownTags).some((value) => value !== '')) {
      const at = instant(span.Timestamp);
      const until = at + BigInt(Math.trunc(span.Duration / 1000)) * 1000n;
      holders.set(span.TraceId, [...(holders.get(span.TraceId) ?? []), { at, until, tags: canonical.ownTags }]);
    }
  }
  holders.forEach((list) => list.sort((a, b) => Number(a.at - b.at)));
  const lastCalls: Trace['lastCalls'] = new Map();
  for (const { span, canonical } of spans) {
    const at = instant(span.Timestamp);
    if ((lastCalls.get(attemptAt(span, canonical)) ?? 0n) < at) {
      lastCalls.set(attemptAt(span, canonical), at);
    }
  }
  const trace = { spans, holders, lastCalls };
  kept.set(rows, trace);
  return trace;
}

const attemptAt = ({ TraceId, ParentSpanId }: SpanRow, { texts, operation }: Canonical): string =>
  JSON.stringify([TraceId, ParentSpanId, texts['requestModel'], operation]);

/** Whether a call failed and was retried once it had ended. */
function retried({ lastCalls }: Trace, span: SpanRow, canonical: Canonical): boolean {
  const [at, last] = [instant(span.Timestamp), lastCalls.get(attemptAt(span, canonical)) ?? 0n];
  return canonical.failed && last > at && last >= at + BigInt(Math.trunc(span.Duration / 1000)) * 1000n;
}

/** Returns a tag from a row's trace: of the last holder that began before it and is still running, or else of the first. */
function inherited({ holders }: Trace, traceId: string, name: string, at: bigint, to: number): string {
  const having = (holders.get(traceId) ?? []).filter(
    (holder) => holder.tags[name] && holder.at < BigInt(to) * 1_000_000n
  );
  const before = having.filter((holder) => holder.at <= at);
  const last = before[before.length - 1];
  return (last && last.until >= at ? last : having[0])?.tags[name] ?? '';
}

const named = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value || 'unknown']));

const found = new WeakMap<Rows, Map<string, FactRow[]>>();

/** Returns a fact's rows in the range; they are read once, because many tests need the same ones. */
export function factRows(rows: Rows, fact: FactName, range: Range): FactRow[] {
  const known = found.get(rows) ?? new Map<string, FactRow[]>();
  found.set(rows, known);
  const key = JSON.stringify([fact, range.from, range.to, range.lagSeconds]);
  const own = known.get(key) ?? (fact === 'evaluations' ? scoresOf(rows, range) : spansOf(rows, fact, range));
  known.set(key, own);
  return own;
}

function spansOf(rows: Rows, fact: Exclude<FactName, 'evaluations'>, { from, to }: Range): FactRow[] {
  const trace = read(rows);
  const [start, end] = [from, to].map((bound) => BigInt(bound) * 1_000_000n) as [bigint, bigint];
  return trace.spans.flatMap(({ span, canonical }) => {
    const at = instant(span.Timestamp);
    if (!canonical.marked || !operations[fact](canonical.operation) || at < start || at >= end) {
      return [];
    }
    const texts = Object.fromEntries(
      Object.keys(tags).map((name) => [
        name,
        canonical.ownTags[name] || canonical.resource[name] || inherited(trace, span.TraceId, name, at, to),
      ])
    );
    const said = { ...canonical.texts, ...texts };
    const cost = costs(canonical);
    const again = retried(trace, span, canonical);
    return {
      at,
      texts: said,
      failed: canonical.failed,
      numbers: {
        ...canonical.numbers,
        ...cost,
        retried: again ? 1 : null,
        retriedCost: again ? (cost['cost'] ?? null) : null,
      },
      evaluation: '',
      dimensions: {
        ...named({
          ...said,
          model: said['requestModel'] || said['responseModel'] || '',
          response_model: said['responseModel'] || said['requestModel'] || '',
          operation: canonical.operation,
          service: span.ServiceName,
        }),
        error_class: canonical.failed ? canonical.errorClass : 'none',
        cost_source: costSource(canonical),
        prompt_size: promptSize(canonical),
      },
    };
  });
}

const reportedCost = ({ numbers }: Canonical): number | null => numbers['reported'] || null;

function estimatedCost(canonical: Canonical): number | null {
  const { texts } = canonical;
  return texts['requestModel'] || texts['responseModel'] ? tokensCost(canonical) : null;
}

function tokensCost({ numbers }: Canonical): number | null {
  const { input = null, output = null, cacheRead = null, cacheWrite = null } = numbers;
  if ([input, output, cacheRead, cacheWrite].every((count) => count === null)) {
    return null;
  }
  const uncached = Math.max((input ?? 0) - (cacheRead ?? 0) - (cacheWrite ?? 0), 0);
  return (
    (uncached * price.input +
      (output ?? 0) * price.output +
      (cacheRead ?? 0) * price.cacheRead +
      (cacheWrite ?? 0) * price.cacheWrite) /
    1e6
  );
}

function costSource(canonical: Canonical): string {
  const { input = null, output = null } = canonical.numbers;
  if (reportedCost(canonical) !== null) {
    return 'reported';
  }
  return estimatedCost(canonical) === null ? 'unpriced' : input === null || output === null ? 'partly' : 'estimated';
}

function promptSize({ numbers }: Canonical): string {
  const { input = null } = numbers;
  if (input === null) {
    return 'unknown';
  }
  const steps: [number, string][] = [
    [1000, 'under 1k'],
    [4000, '1k to 4k'],
    [16_000, '4k to 16k'],
    [64_000, '16k to 64k'],
  ];
  return steps.find(([below]) => input < below)?.[1] ?? '64k and more';
}

function costs(canonical: Canonical): Record<string, number | null> {
  const reported = reportedCost(canonical);
  const estimated = reported === null ? estimatedCost(canonical) : null;
  const priced = estimatedCost(canonical) !== null;
  const cost = reported ?? estimated;
  const wasted = canonical.failed || canonical.texts['finish_reason'] === 'length';
  const cached = canonical.numbers['cacheRead'] ?? 0;
  return {
    cost,
    reportedCost: reported,
    estimatedCost: estimated,
    whatIfCost: tokensCost(canonical),
    wastedCost: wasted ? cost : null,
    cacheSavings: priced ? (cached * (price.input - price.cacheRead)) / 1e6 : null,
  };
}

const passing = ['pass', 'thumbs_up'];
const failing = ['fail', 'thumbs_down'];

function evaluation(attributes: Attributes): Pick<FactRow, 'failed' | 'numbers' | 'evaluation' | 'texts'> {
  const score = number(attributes['gen_ai.evaluation.score.value'] ?? '');
  const label = attributes['gen_ai.evaluation.score.label'] ?? '';
  const name = attributes['gen_ai.evaluation.name'] ?? '';
  const byLabel = passing.includes(label) ? 1 : failing.includes(label) ? 0 : null;
  const isFailure = 'error.type' in attributes && score === null && label === '';
  return {
    failed: false,
    numbers: { score, passed: byLabel, failure: isFailure ? 1 : null },
    evaluation: name || 'unknown',
    texts: {
      evaluation: name,
      evaluation_label: label,
      evaluator: first(attributes, ['gen_ai.evaluation.evaluator.id', 'gen_ai.evaluation.evaluator.name']),
      evaluator_version: '',
    },
  };
}

/** Returns scores at their own time, whose spans begin at most `lag` before the range. */
function scoresOf(rows: Rows, { from, to, lagSeconds = 3600 }: Range): FactRow[] {
  const trace = read(rows);
  const [start, end] = [from, to].map((bound) => BigInt(bound) * 1_000_000n) as [bigint, bigint];
  const earliest = start - BigInt(lagSeconds) * 1_000_000_000n;
  const known = trace.spans.filter(({ span }) => instant(span.Timestamp) >= earliest && instant(span.Timestamp) < end);
  const byId = new Map(known.map((found) => [`${found.span.TraceId} ${found.span.SpanId}`, found]));
  const about = (at: bigint, own: Attributes, traceId: string, spanId: string, judge?: Judge): FactRow[] => {
    if (at < start || at >= end) {
      return [];
    }
    const found = byId.get(`${traceId} ${spanId}`);
    const score = evaluation(own);
    const isLost = spanId !== '' && !found;
    const record = readSpan({ SpanAttributes: own });
    const texts = Object.fromEntries(
      dimensionsOfScores.map((id) => {
        const of = (canonical: Canonical | undefined) =>
          canonical?.ownTags[id] || canonical?.resource[id] || canonical?.texts[id] || '';
        const inTrace = id in tags ? inherited(trace, traceId, id, at, to) : '';
        return [id, of(record) || of(found?.canonical) || inTrace || judge?.resource[id] || ''];
      })
    );
    const service = found?.span.ServiceName || judge?.service || '';
    const model = texts['requestModel'] || texts['responseModel'] || '';
    const numbers = { ...score.numbers, unmatched: isLost ? 1 : null };
    return [{ at, ...score, numbers, dimensions: named({ ...texts, ...score.texts, model, service }) }];
  };
  return [
    ...known.flatMap(({ span }) =>
      span['Events.Name'].flatMap((name, index) =>
        name === 'gen_ai.evaluation.result'
          ? about(
              instant(span['Events.Timestamp'][index] ?? ''),
              span['Events.Attributes'][index] ?? {},
              span.TraceId,
              span.SpanId
            )
          : []
      )
    ),
    ...rows.logs
      .filter((log) => [log.EventName, log.LogAttributes['event.name']].includes('gen_ai.evaluation.result'))
      .flatMap((log) =>
        about(instant(log.Timestamp), log.LogAttributes, log.TraceId, log.SpanId, {
          resource: readSpan({ SpanAttributes: {}, ResourceAttributes: log.ResourceAttributes }).resource,
          service: log.ServiceName,
        })
      ),
  ];
}

/** The judge of a score, whose resource is consulted last. */
interface Judge {
  resource: Record<string, string>;
  service: string;
}

const dimensionsOfScores = [...Object.keys(tags), 'provider', 'requestModel', 'responseModel'];
