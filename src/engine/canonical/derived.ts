import { facts } from '../catalogue/facts.ts';
import { fields, isNumber, type FieldId } from '../catalogue/fields.ts';
import type { Census } from '../source/census.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { dialects } from '../source/dialects/index.ts';
import { memo } from '../memo.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import type { Settings } from '../settings/settings.ts';
import { array, call, column, equal, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';
import { inputHash } from './prompthash.ts';
import { cacheRule, inputTokens, tokenFields } from './inputtokens.ts';
import { errorClass } from './errorclass.ts';
import { any, firstNonEmpty, isNothing, noNumber, type Reader } from './reader.ts';
import { readAsNumbers, unread } from './unreadable.ts';

/** What a canonical span has beside the fields that are read as they are. */
export type DerivedField =
  | 'failed'
  | 'seconds'
  | 'service'
  | 'dialect'
  | 'rank'
  | 'spanName'
  | 'weight'
  | 'counted'
  | 'exceptionType'
  | 'errorClass'
  | 'inputHash'
  | 'cacheRule'
  | 'unread';

export type SpanField = FieldId | DerivedField;

export interface Reading {
  reader: Reader;
  /** Whether the row's dialect is one of those; 0 where no span of the table's is. */
  claims: (test: (dialect: Dialect) => boolean) => Expression;
  /** Whether some requests have no key for the field. */
  lacks: (field: FieldId) => boolean;
  spans: SpanColumns;
  settings: Settings;
}

interface Derivation {
  from: readonly FieldId[];
  /** Of which it is read beside those where such a dialect is there. */
  fromWhere?: { fields: readonly FieldId[]; where: (dialect: Dialect) => boolean };
  dialect?: true;
  value: (reading: Reading) => Expression;
}

/** How a field is made, and of which it is read. Fields without an entry are read as their dialects say. */
export const derivations: Partial<Record<SpanField, Derivation>> = {
  operation: { from: ['operation', 'requestModel', 'responseModel', 'toolName'], value: operation },
  requestModel: { from: ['requestModel'], value: requestModel },
  failed: {
    from: ['errorType', 'level', 'toolFailed'],
    fromWhere: { fields: ['finishReason', 'outputTokens'], where: ({ failedFinish }) => failedFinish !== undefined },
    value: failed,
  },
  errorClass: { from: ['errorType', 'httpStatus', 'errorMessage'], value: errorClass },
  seconds: { from: [], value: ({ spans }) => (spans.seconds ? call('toNullable', spans.seconds) : noNumber) },
  service: { from: [], value: ({ spans }) => (spans.service ? call('toString', spans.service) : text('')) },
  spanName: { from: [], value: ({ spans }) => nameOf(spans) },
  dialect: { from: [], dialect: true, value: () => dialectTitle },
  rank: { from: [], dialect: true, value: rank },
  inputTokens: { from: tokenFields, dialect: true, value: inputTokens },
  outputTokens: {
    from: ['outputTokens'],
    fromWhere: { fields: ['reasoningTokens'], where: ({ reasoningApart }) => reasoningApart !== undefined },
    value: outputTokens,
  },
  cacheRule: { from: tokenFields, dialect: true, value: cacheRule },
  unread: { from: readAsNumbers, value: unread },
  timeToFirstToken: { from: ['timeToFirstToken', 'streaming'], dialect: true, value: timeToFirstToken },
  toolName: { from: ['toolName'], value: toolName },
  weight: { from: [], value: weight },
  inputHash: { from: ['inputContent'], value: inputHash },
};

const nameOf = ({ name }: SpanColumns): Expression => (name ? call('toString', name) : text(''));

/** A row's dialect, by its place among the dialects from 1; 0 where none claims it. */
export const claimColumn = '_claim';

/**
 * The dialect that claims a row. `scopes` are those that the table holds, null where nobody has looked; the others are
 * told by the keys that only one dialect writes.
 */
export function dialectOf(spans: SpanColumns, reader: Reader, scopes: readonly string[] | null): Expression {
  const marked = dialects.flatMap((dialect, index) => {
    const has = any(dialect.claims.keys.map((key) => reader.has(key)));
    return isNothing(has) ? [] : [has, number(index + 1)];
  });
  const byKeys = marked.length > 0 ? call('multiIf', ...marked, number(0)) : number(0);
  const { scope } = spans;
  if (!scope) {
    return byKeys;
  }
  if (!scopes) {
    const branches = dialects.flatMap((dialect, index) => {
      const conditions = scopeConditions(scope, dialect.claims.scopes);
      return conditions.length > 0 ? [any(conditions), number(index + 1)] : [];
    });
    return call('multiIf', ...branches, byKeys);
  }
  const claimed = scopes.flatMap((name) => {
    const index = dialectOfScope(name);
    return index > 0 ? [{ name, index }] : [];
  });
  return claimed.length === 0
    ? byKeys
    : call(
        'transform',
        call('toString', scope),
        array(claimed.map(({ name }) => text(name))),
        array(claimed.map(({ index }) => number(index))),
        byKeys
      );
}

/** The place of the dialect that claims the scope, from 1; 0 for none. */
export function dialectOfScope(scope: string): number {
  return claimants(
    scope,
    () =>
      dialects.findIndex((dialect) =>
        dialect.claims.scopes.some((name) =>
          name.endsWith('*') ? scope.startsWith(name.slice(0, -1)) : scope === name
        )
      ) + 1
  );
}

const claimants = memo<number>(1000);

/** The dialects that the table's scopes and keys tell of; all where nobody has looked. */
export function dialectsPresent(census: Census | null): readonly Dialect[] {
  if (!census) {
    return dialects;
  }
  const known = presentIn.get(census) ?? findPresent(census);
  presentIn.set(census, known);
  return known;
}

const presentIn = new WeakMap<Census, readonly Dialect[]>();

function findPresent({ scopes, keys }: Census): readonly Dialect[] {
  const claimed = new Set(scopes.map(dialectOfScope));
  const held = new Set(keys);
  return dialects.filter(
    (dialect, index) => claimed.has(index + 1) || dialect.claims.keys.some((key) => held.has(key))
  );
}

/** Whether a row's dialect is one of those that pass the test; 0 where none that is present does. */
export function claimsOf(present: readonly Dialect[]): Reading['claims'] {
  return (test) => {
    const ids = dialects.flatMap((dialect, index) =>
      test(dialect) && present.includes(dialect) ? [number(index + 1)] : []
    );
    return ids.length > 0 ? infix('IN', column(claimColumn), array(ids)) : number(0);
  };
}

/** Keys that `dialectOf` asks for. */
export const claimKeys: readonly string[] = dialects.flatMap((dialect) => dialect.claims.keys);

function scopeConditions(scope: Expression, names: readonly string[]): Expression[] {
  const exact = names.filter((name) => !name.endsWith('*'));
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return [
    ...(exact.length > 0 ? [infix('IN', scope, array(exact.map(text)))] : []),
    ...prefixes.map((prefix) => call('startsWith', scope, text(prefix))),
  ];
}

const dialectTitle = call(
  'transform',
  column(claimColumn),
  array(dialects.map((_, index) => number(index + 1))),
  array(dialects.map((dialect) => text(dialect.id))),
  text('')
);

/** 0 for what instruments the application, 1 for the provider's SDK below it, 2 for a gateway. */
function rank({ claims }: Reading): Expression {
  const branches = (['sdk', 'gateway'] as const).flatMap((name, index) => {
    const claimed = claims((dialect) => dialect.rank === name);
    return isNothing(claimed) ? [] : [claimed, number(index + 1)];
  });
  return branches.length > 0 ? call('multiIf', ...branches, number(0)) : number(0);
}

/** The conventions' name of a call's span: operation and model. */
const namedAfter = '^(chat|text_completion|generate_content|embeddings) [^ ]+$';
/** And that of a tool's. */
const named = '^(chat|text_completion|generate_content|embeddings|execute_tool) [^ ]+$';

/** Either, and what dialects call theirs where that is one word. */
const words = dialects.flatMap(({ spanNames }) => Object.keys(spanNames ?? {}).filter((name) => /^\w+$/.test(name)));
const alone = [named, ...words.map((word) => `^${word}$`)].join('|');

/** A span that only its name tells: OpenLIT's failed calls of Anthropic are `chat claude-haiku-4-5` and nothing else. */
export function isNamed(spans: SpanColumns): Expression {
  return call('match', nameOf(spans), text(alone));
}

function requestModel({ reader, spans, lacks }: Reading): Expression {
  if (!lacks('requestModel')) {
    return reader.text('requestModel');
  }
  const fromName = call(
    'if',
    call('match', nameOf(spans), text(namedAfter)),
    call('extract', nameOf(spans), text(' (.+)$')),
    text('')
  );
  return firstNonEmpty([reader.text('requestModel'), fromName], '');
}

/** Hand-made spans name no operation: a model makes it a chat, else a tool makes it a tool call, else its name may tell. */
function operation({ reader, spans }: Reading): Expression {
  const { speaking } = reader;
  const inName = speaking.flatMap(({ operationInName }) =>
    operationInName
      ? [
          call(
            'if',
            call('startsWith', nameOf(spans), text(operationInName)),
            call('substring', nameOf(spans), number(operationInName.length + 1)),
            text('')
          ),
        ]
      : []
  );
  const byName = speaking.flatMap(({ spanNames }) => Object.entries(spanNames ?? {}));
  if (byName.length > 0) {
    inName.push(
      call(
        'transform',
        nameOf(spans),
        array(byName.map(([name]) => text(name))),
        array(byName.map(([, said]) => text(said))),
        text('')
      )
    );
  }
  for (const { operationEnds } of speaking) {
    const value = operationEnds ? reader.value(operationEnds.key) : text('');
    if (operationEnds && !isNothing(value)) {
      const ends = Object.entries(operationEnds.ends).flatMap(([end, said]) => [
        call('endsWith', value, text(end)),
        text(said),
      ]);
      inName.push(call('multiIf', equal(value, text('')), text(''), ...ends, text('task')));
    }
  }
  const fallback = (fields: readonly FieldId[], value: string): Expression => {
    const condition = any(fields.map((field) => isSaid(reader.text(field))));
    return isNothing(condition) ? text('') : call('if', condition, text(value), text(''));
  };
  const said = firstNonEmpty(
    [
      ...speaking.flatMap(({ vague }) => (vague ? exact(vague, reader) : [])),
      reader.textAmong('operation', inName),
      fallback(['requestModel', 'responseModel'], 'chat'),
      fallback(['toolName'], 'execute_tool'),
      call('extract', nameOf(spans), text(named)),
    ],
    ''
  );
  const helpers = any([
    ...speaking.flatMap(({ helpers = [] }) =>
      helpers.map((name) =>
        name.endsWith('*')
          ? call('startsWith', nameOf(spans), text(name.slice(0, -1)))
          : call('endsWith', nameOf(spans), text(name))
      )
    ),
    ...speaking.flatMap((dialect) => uncalled(dialect, { reader, spans })),
  ]);
  return isNothing(helpers) ? said : call('if', helpers, text('task'), said);
}

/** What a span of a vague kind is; '' for what its kind tells. */
function exact({ key, kinds, operationKey, toolKey }: NonNullable<Dialect['vague']>, reader: Reader): Expression[] {
  const kind = reader.value(key);
  const said = reader.value(operationKey);
  const tool = reader.value(toolKey);
  const isVague = infix('IN', kind, array(kinds.map(text)));
  const branches = [
    ...(isNothing(said) ? [] : [infix('AND', isVague, infix('IN', said, array(calls.map(text)))), said]),
    ...(isNothing(tool) ? [] : [infix('AND', isVague, isSaid(tool)), text('execute_tool')]),
  ];
  return isNothing(kind) || branches.length === 0 ? [] : [call('multiIf', ...branches, text(''))];
}

const calls: readonly string[] = facts.requests.operations;

/** A tool's execution that no model asked for. */
function uncalled(
  { claims, toolCallKey }: Dialect,
  { reader, spans }: Pick<Reading, 'reader' | 'spans'>
): Expression[] {
  return toolCallKey === undefined || !spans.scope
    ? []
    : [
        infix(
          'AND',
          any(scopeConditions(spans.scope, claims.scopes)),
          call('startsWith', nameOf(spans), text('execute_tool ')),
          equal(reader.value(toolCallKey), text(''))
        ),
      ];
}

/** Attributes that `operation`, `toolName` and the counts of input ask for beside their fields. */
export const besides = (field: SpanField, speaking: readonly Dialect[]): string[] =>
  speaking.flatMap(({ operationEnds, toolCallKey, toolNameKey, vague, copiesProvider }) =>
    [
      ...(field === 'operation'
        ? [toolCallKey, operationEnds?.key, vague?.key, vague?.operationKey, vague?.toolKey]
        : []),
      ...(field === 'toolName' ? [toolNameKey] : []),
      ...(field === 'inputTokens' || field === 'cacheRule' ? [copiesProvider?.lacking] : []),
    ].filter((key) => key !== undefined)
  );

function failed({ reader, spans }: Reading): Expression {
  return any([
    spans.failed ?? number(0),
    isSaid(reader.text('errorType')),
    is(reader.text('level'), 'error'),
    is(reader.text('toolFailed'), 'true'),
    ...silentFailures(reader, spans),
    ...(spans.events ? [spans.events.has('exception')] : []),
  ]);
}

function silentFailures(reader: Reader, { scope }: SpanColumns): Expression[] {
  return reader.speaking.flatMap((dialect) =>
    dialect.failedFinish !== undefined && scope
      ? [
          infix(
            'AND',
            any(scopeConditions(scope, dialect.claims.scopes)),
            is(reader.text('finishReason'), dialect.failedFinish),
            call('isNull', reader.number('outputTokens'))
          ),
        ]
      : []
  );
}

const isSaid = (value: Expression): Expression => (isNothing(value) ? number(0) : infix('!=', value, text('')));
const is = (value: Expression, what: string): Expression =>
  isNothing(value) ? number(0) : equal(call('lower', value), text(what));

/** Tokens that the model wrote, those of its reasoning among them. */
function outputTokens({ reader, spans }: Reading): Expression {
  const output = reader.number('outputTokens');
  const scopes = reader.speaking.flatMap(({ reasoningApart = [] }) => reasoningApart);
  if (!spans.scope || scopes.length === 0 || isNothing(output)) {
    return output;
  }
  const reasoning = reader.number('reasoningTokens');
  return isNothing(reasoning)
    ? output
    : call(
        'if',
        infix('IN', spans.scope, array(scopes.map(text))),
        infix('+', output, call('ifNull', reasoning, number(0))),
        output
      );
}

/** Seconds; NULL for a call that says it was not streamed: OpenLIT gives those their whole duration. */
function timeToFirstToken({ reader, spans }: Reading): Expression {
  const { events } = spans;
  const marks = events
    ? reader.speaking
        .flatMap((dialect) => dialect.firstTokenEvents ?? [])
        .map((name) => {
          const index = call('indexOf', events.names, text(name));
          const elapsed = infix(
            '/',
            call('dateDiff', text('microsecond'), spans.time, call('arrayElement', events.times, index)),
            number(1e6)
          );
          return call('if', infix('>', index, number(0)), elapsed, nothing);
        })
    : [];
  const own = reader.number('timeToFirstToken', spans.time);
  const seconds = call('coalesce', ...(isNothing(own) ? [] : [fromNanoseconds(own)]), ...marks, nothing);
  const streaming = reader.text('streaming');
  const sensible = infix('>=', seconds, number(0));
  const valid = isNothing(streaming)
    ? sensible
    : infix('AND', infix('!=', call('lower', streaming), text('false')), sensible);
  return call('if', valid, seconds, nothing);
}

/** LoongSuite writes nanoseconds where others write seconds, in the same scope; no call takes eleven days. */
const fromNanoseconds = (value: Expression): Expression =>
  call('if', infix('>', value, number(1e6)), infix('/', value, number(1e9)), value);

/** A tool's span that has no attribute for its name is called after it. */
function toolName({ reader, spans }: Reading): Expression {
  const name = nameOf(spans);
  const byKey = reader.speaking.flatMap(({ spanNames, toolNameKey }) =>
    toolNameKey === undefined
      ? []
      : [
          call(
            'if',
            infix('IN', name, array(Object.keys(spanNames ?? {}).map(text))),
            reader.value(toolNameKey),
            text('')
          ),
        ]
  );
  return firstNonEmpty(
    [
      reader.text('toolName'),
      ...byKey,
      call('replaceRegexpOne', name, text('^execute_tool |\\.tool$|\\.__call__$'), text('')),
    ],
    ''
  );
}

/** Spans that this one stands for: what a sampler left out comes back as weight. */
function weight({ reader, spans }: Reading): Expression {
  const rate = call('toFloat64OrNull', reader.value('SampleRate'));
  if (!spans.traceState) {
    return call('greatest', call('ifNull', rate, number(1)), number(1));
  }
  // OpenTelemetry's `ot=th:c` rejects what lies under 0xc0000000000000 of 2^56: one in four is kept.
  const threshold = call('extract', spans.traceState, text('(?:^|,)ot=(?:[^,]*;)?th:([0-9a-f]{1,14})'));
  const rejected = infix(
    '/',
    call('reinterpretAsUInt64', call('reverse', call('unhex', call('rightPad', threshold, number(14), text('0'))))),
    number(2 ** 56)
  );
  const kept = infix('/', number(1), infix('-', number(1), rejected));
  return call(
    'greatest',
    call('ifNull', rate, call('if', infix('!=', threshold, text('')), kept, number(1))),
    number(1)
  );
}

/** What a field is in a row that does not say, of the same type. */
export function emptyOf(field: string): Expression {
  if (['failed', 'retried', 'rank', 'weight', 'counted'].includes(field)) {
    return number(0);
  }
  const isNumeric = ['seconds', 'score', 'passed'].includes(field) || (field in fields && isNumber(field as FieldId));
  return isNumeric ? nothing : text('');
}
