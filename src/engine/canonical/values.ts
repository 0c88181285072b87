import { fields, type FieldId } from '../catalogue/fields.ts';
import type { Dialect, Side } from '../source/dialects/dialect.ts';
import { dialects } from '../source/dialects/index.ts';
import { foldsOf, type FieldSource } from '../source/sources.ts';
import { ifFinite, isNothing } from '../sql/missing.ts';
import { array, call, column, equal, infix, lambda, nothing, number, text, type Expression } from '../sql/nodes.ts';
import { escapeRegex } from '../sql/regex.ts';

type KeyOf = Extract<FieldSource, { kind: 'key' }>;
export type Within = Extract<FieldSource, { kind: 'within' }>;

/** The text in its canonical spelling; `listed` makes a list of texts. */
export function folded(
  field: FieldId,
  value: Expression,
  speaking: readonly Dialect[],
  listed: (texts: readonly string[]) => Expression
): Expression {
  const folds = foldsOf(field, speaking);
  if (folds.length === 0 || isNothing(value)) {
    return value;
  }
  const exact = folds.filter(([from]) => !from.endsWith('.*'));
  const names = folds.flatMap(([from, to]) => (from.endsWith('.*') ? [to] : []));
  const plain = unqualified(field === 'finishReason' ? finishReason(value) : value, names);
  return call(
    'transform',
    call('lower', plain),
    listed(exact.map(([from]) => from)),
    listed(exact.map(([, to]) => to))
  );
}

/** Whether the field has spellings that go on behind a name, so that its text is asked for several times. */
export const isQualified = (field: FieldId, speaking: readonly Dialect[]): boolean =>
  foldsOf(field, speaking).some(([from]) => from.endsWith('.*'));

/** `["stop"]`, `FinishReason.STOP` and `stop` are one. */
function finishReason(value: Expression): Expression {
  return call('extract', value, text('([A-Za-z_-]+)[^A-Za-z_-]*$'));
}

/** A qualified spelling, `openai.responses`, without what follows. A regular expression took five times as long. */
function unqualified(value: Expression, names: readonly string[]): Expression {
  const first = call('substringIndex', value, text('.'), number(1));
  return names.length === 0 ? value : call('if', infix('IN', first, array(names.map(text))), first, value);
}

export function inSeconds(source: KeyOf | undefined, value: Expression): Expression {
  const milliseconds = source?.milliseconds;
  if (!milliseconds) {
    return value;
  }
  if (milliseconds === 'all') {
    return infix('/', value, number(1000));
  }
  const ids = milliseconds.map((id) => number(dialects.findIndex((dialect) => dialect.id === id) + 1));
  return infix('/', value, call('if', infix('IN', column('_claim'), array(ids)), number(1000), number(1)));
}

/** A quote inside a message is escaped, so that what is found is a key of the object's own: a text, or `true`. */
export const textWithin = (container: Expression, { name, nested, printed }: Within): Expression =>
  printed
    ? call('extract', container, text(`'${escapeRegex(name)}': '([^'\\\\]*)'`))
    : nested
      ? call(
          'replaceRegexpOne',
          call('extract', container, text(`"${escapeRegex(name)}": *"?([^"\\\\,}]*)`)),
          text('^null$'),
          text('')
        )
      : call('JSONExtractString', container, text(name));

/** Seconds from `at` until an instant that a value holds; one without a zone is in UTC. */
export const secondsUntil = (at: Expression, instant: Expression): Expression =>
  infix(
    '/',
    call('dateDiff', text('microsecond'), at, call('parseDateTime64BestEffortOrNull', instant, number(9), text('UTC'))),
    number(1e6)
  );

/** An instant by its name; '' where the container has none. */
export const instantWithin = (container: Expression, { name }: Within): Expression =>
  call('extract', container, text(`["']${escapeRegex(name)}["']: *["']([0-9][-0-9T:.+Z ]*)["']`));

/** A number by its name; NULL where the container has none. */
export function numberWithin(container: Expression, { name, parts, plus, whole }: Within): Expression {
  const named = (pattern: Expression) => call('toFloat64OrNull', call('extract', container, pattern));
  const other = (of: string) => call('ifNull', named(namedNumber(of)), number(0));
  const own = named(namedNumber(name));
  if (parts) {
    const summed = (of: string) => {
      const all = call('extractAll', container, namedNumber(of, '(?:_[a-z0-9_]+)?'));
      const each = lambda(['n'], call('toFloat64OrZero', column('n')));
      return call('if', call('empty', all), nothing, call('arraySum', each, all));
    };
    const rest = infix('-', named(namedNumber(parts.total)), own);
    const isTotal = infix('OR', equal(rest, named(namedNumber(parts.other))), equal(rest, summed(parts.other)));
    return call('if', call('ifNull', isTotal, number(0)), own, summed(name));
  }
  if (plus === undefined) {
    return own;
  }
  const isHeld = whole && infix('=', named(namedNumber(whole.sum)), infix('+', own, other(whole.beside)));
  return infix('+', own, isHeld ? call('if', isHeld, number(0), other(plus)) : other(plus));
}

const namedNumber = (name: string, more = ''): Expression =>
  text(`["']${escapeRegex(name)}${more}["']: *(-?[0-9][-+.0-9eE]*)`);

/** `openai` and `gpt-4o` of `openai/gpt-4o`; without a slash all of it is after it. */
export function sided(value: Expression, side: Side | undefined): Expression {
  if (side === undefined) {
    return value;
  }
  return side === 'after'
    ? call('replaceRegexpOne', value, text('^[^/]*/'), text(''))
    : call('extract', value, text('^([^/]*)/'));
}

/** A JSON string without its quotes: `"search"` is search. */
export function bare(value: Expression): Expression {
  const isJson = infix('OR', call('startsWith', value, text('"')), equal(value, text('null')));
  return call('if', isJson, call('JSONExtractString', value), value);
}

/** The largest number that a field may have: tokens of a call, and its US dollars. */
const most = { count: 1e9, amount: 10_000 } as const;

/** What keeps numbers that the field can have: negative and absurd counts and costs are none, nor is what is no number. */
export function bounded(field: FieldId): (value: Expression) => Expression {
  const kind = fields[field];
  return kind === 'count' || kind === 'amount'
    ? (value) =>
        call('if', infix('AND', infix('>=', value, number(0)), infix('<=', value, number(most[kind]))), value, nothing)
    : ifFinite;
}

/** Neighbours that are read alike: plain keys with the same unit. */
export function runsOf(sources: readonly FieldSource[]): FieldSource[][] {
  const alike = (a: FieldSource, b: FieldSource) =>
    a.kind === 'key' &&
    b.kind === 'key' &&
    a.instant === b.instant &&
    a.quoted === b.quoted &&
    a.side === b.side &&
    String(a.milliseconds) === String(b.milliseconds);
  const runs: FieldSource[][] = [];
  for (const source of sources) {
    const run = runs[runs.length - 1];
    const previous = run?.[run.length - 1];
    if (run && previous && alike(previous, source)) {
      run.push(source);
    } else {
      runs.push([source]);
    }
  }
  return runs;
}
