import { sourcesOf } from '../../../source/sources.ts';
import type { Census } from '../../../source/census.ts';
import type { Rows, SpanColumns } from '../../../source/layouts/layout.ts';
import { call, column, infix, lambda, parameter, text, type Expression, type Select } from '../../../sql/nodes.ts';
import type { Context } from '../../context/context.ts';
import { homeOf } from '../../rows/spans.ts';

/** Traces that a statement is about: `own` reads their spans alone, `all` those of all traces of the time. */
export interface Traces {
  all: Context;
  own: Context;
  /** Whether a call of theirs may be told by a span of another trace, so that calls are read of all traces. */
  mayCross: boolean;
  /** Homes of the spans of other traces that are about calls of these. */
  elsewhere: readonly string[];
}

/** The traces of these ids, in the ways in which the table may write them. */
export function tracesOf(all: Context, ids: readonly string[], elsewhere: readonly string[] = []): Traces {
  return { all, own: within(all, ids), mayCross: mayCross(all), elsewhere };
}

const ids = parameter('trace_ids', 'Array(String)');

/** Whether a home is in one of the traces. */
export const isAtHome = (home: Expression): Expression =>
  call('arrayExists', lambda(['i'], call('startsWith', home, call('concat', column('i'), text(':')))), ids);

/** The same compilation for the spans of some traces alone. The parameter says which, so that all share their statements. */
function within(context: Context, traceIds: readonly string[]): Context {
  context.parameters.namedList('trace_ids', traceIds);
  return {
    ...context,
    spans: once(restricted, context.spans, ofTraces),
    // What is kept of a census is kept for its spans.
    census: context.census && once(copies, context.census, (census) => ({ ...census })),
    made: new Map(),
  };
}

const restricted = new WeakMap<SpanColumns, SpanColumns>();
const copies = new WeakMap<Census, Census>();

function once<Key extends object>(kept: WeakMap<Key, Key>, key: Key, make: (key: Key) => Key): Key {
  const made = kept.get(key) ?? make(key);
  kept.set(key, made);
  return made;
}

const traceIdOf = ({ traceId }: SpanColumns): Expression => traceId ?? text('');

const ofTraces = (spans: SpanColumns): SpanColumns => ({
  ...spans,
  rows: (times, keys) => also(spans.rows(times, keys), infix('IN', traceIdOf(spans), ids)),
});

/** Adds a condition where the layout reads a table of its own before other columns, else where it can. */
const also = <Any extends Rows>(rows: Any, condition: Expression): Any =>
  rows.prewhere
    ? { ...rows, prewhere: infix('AND', rows.prewhere, condition) }
    : { ...rows, where: rows.where ? infix('AND', rows.where, condition) : condition };

function mayCross({ census, settings }: Context): boolean {
  return (
    !census ||
    census.nesting.otherTraces ||
    sourcesOf('requestHeaders', settings).some(({ key }) => census.keys.includes(key))
  );
}

/** Reads rows of a context's spans, of which `limited` keeps those that are wanted. */
type ReadSpans = (context: Context, limited: (spans: Select) => Select) => Select;

/** Selects rows of the spans of the traces, and of those of other traces that are about calls of theirs. */
export function spansOfTraces({ all, own, elsewhere }: Traces, read: ReadSpans): Select {
  if (elsewhere.length === 0) {
    return read(own, (spans) => spans);
  }
  const traceId = traceIdOf(all.spans);
  const homes = all.parameters.ours('Array(String)', elsewhere);
  const isWanted = infix('OR', infix('IN', traceId, ids), infix('IN', homeOf(all.spans), homes));
  // The ids of traces come first, because an index knows them. An id with a colon cannot be told from the span's.
  const others = [...new Set(elsewhere.flatMap(tracesIn))];
  const isThere = infix(
    'OR',
    infix('IN', traceId, ids),
    infix('IN', traceId, all.parameters.ours('Array(String)', others))
  );
  return read(all, (spans) => also(spans, infix('AND', isThere, isWanted)));
}

/** What may be the trace of a home, `<trace>:<span>`. */
const tracesIn = (home: string): string[] =>
  home.split(':').flatMap((_, index, parts) => (index > 0 ? [parts.slice(0, index).join(':')] : []));
