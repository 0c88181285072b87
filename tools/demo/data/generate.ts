import { clock, MILLISECOND, MINUTE } from './clock.ts';
import { FEATURE_IDS, FEATURES } from './company.ts';
import { MODELS } from './models.ts';
import { pages } from './ordinary.ts';
import { random } from './random.ts';
import { request } from './request.ts';
import type { Arrivals, Chunk } from './rows.ts';
import { conditions } from './story.ts';
import { FIRST_MINUTE, LONGEST_DELAY, storyStart, traffic } from './timeline.ts';
import type { Sink } from './trace.ts';

export const DEFAULT_SEED = 20260;
export const DEFAULT_GENAI_SHARE = 0.45;

export interface GenerateOptions {
  /** The moment that the story is told from, in epoch milliseconds. */
  t0: number;
  seed?: number;
  /** Rows that arrive in [from, to), in epoch milliseconds; by default, from T0 - 14 d to T0. */
  from?: number;
  to?: number;
  /** The share of spans that are gen_ai spans; a small share adds ordinary spans, while the gen_ai spans stay the same. */
  genAiShare?: number;
}

/** Spans beyond this number in a trace belong to an incident, for which no ordinary traffic is added. */
const USUAL_SPANS = 14;

const isGenAi = (name: string) => /^(chat|embeddings|invoke_agent|execute_tool|apply_guardrail) |\.chat$/.test(name);

/** Computes the expected requests in a minute, which rise while a provider of the feature has problems. */
function expectedRequests(id: (typeof FEATURE_IDS)[number], minute: number): number {
  const providers = new Set(FEATURES[id].models.map(([model]) => MODELS[model].provider));
  const storm = Math.max(...[...providers].map((provider) => conditions(minute, { feature: id, provider }).traffic));
  return FEATURES[id].requestsPerMinute * traffic(minute) * storm;
}

/** Generates what begins in one minute, as a pure function of the seed and the minute, relative to T0. */
function begin(minute: number, seed: number, share: number, time: (offset: number) => string): Arrivals {
  const sink: Sink = { spans: [], logs: [], time };
  let ordinary = 0;
  FEATURE_IDS.forEach((id, index) => {
    const stream = random(seed, minute, index);
    const count = Math.floor(expectedRequests(id, minute) + stream.next());
    for (let i = 0; i < count; i++) {
      const before = sink.spans.length;
      request(sink, stream, id, minute * MINUTE + Math.floor(((i + stream.next()) / count) * MINUTE));
      const spans = sink.spans.slice(before);
      const genAi = spans.filter(({ row }) => isGenAi(row.SpanName)).length;
      ordinary += (Math.min(genAi, USUAL_SPANS) * (1 - share)) / share - (spans.length - genAi);
    }
  });
  const stream = random(seed, minute, FEATURE_IDS.length);
  pages(sink, stream, Math.floor(Math.max(0, ordinary) + stream.next()), minute * MINUTE, MINUTE);
  return sink;
}

interface Timed<Row> {
  at: number;
  row: Row;
}

function take<Row extends { SpanId: string }>(rows: ReadonlyArray<Timed<Row>>, from: number, to: number): Row[] {
  return rows
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at || (a.row.SpanId < b.row.SpanId ? -1 : 1))
    .map(({ row }) => row);
}

/**
 * Generates the demo's rows in the order of their arrival, minute by minute. A span arrives when it ends and a score when it
 * is given, so that [a, b) followed by [b, c) is exactly [a, c).
 */
export function* generate(options: GenerateOptions): Generator<Chunk> {
  const { t0, seed = DEFAULT_SEED, genAiShare = DEFAULT_GENAI_SHARE } = options;
  const from = ((options.from ?? storyStart(t0)) - t0) * MILLISECOND;
  const to = ((options.to ?? t0) - t0) * MILLISECOND;
  const time = clock(t0);
  const waiting = new Map<number, Arrivals>();
  const bucket = (at: number) => {
    const minute = Math.floor(at / MINUTE);
    const found = waiting.get(minute) ?? { spans: [], logs: [] };
    waiting.set(minute, found);
    return found;
  };
  const first = Math.floor(from / MINUTE);
  for (let minute = Math.max(FIRST_MINUTE, first - LONGEST_DELAY); minute * MINUTE < to; minute++) {
    const begun = begin(minute, seed, genAiShare, time);
    begun.spans.forEach((span) => bucket(span.at).spans.push(span));
    begun.logs.forEach((log) => bucket(log.at).logs.push(log));
    const due = waiting.get(minute) ?? { spans: [], logs: [] };
    waiting.delete(minute);
    if (minute >= first) {
      yield { spans: take(due.spans, from, to), logs: take(due.logs, from, to) };
    }
  }
}
