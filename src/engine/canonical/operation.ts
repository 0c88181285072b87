import { overridden } from './overridden.ts';
import { type Reading, nameOf, isSaid } from './reading.ts';
import { facts, type Fact } from '../catalogue/facts.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { dialects } from '../source/dialects/index.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { all, any, firstNonEmpty, isNothing } from '../sql/missing.ts';
import { array, call, infix, text, type Expression } from '../sql/nodes.ts';

/** What an operation is called by the conventions, and by dialects where a span of theirs is no call. */
const operations: readonly string[] = [
  ...new Set([
    ...Object.values(facts).flatMap((fact: Fact) => fact.operations ?? []),
    ...['create_agent', 'invoke_workflow', 'retrieval', 'rerank', 'evaluate', 'plan', 'prompt', 'task', 'span'],
    ...dialects.flatMap(({ folds, noCalls }) => [...noCalls, ...Object.values(folds.operation ?? {})]),
  ]),
];

/** The conventions' name of a call's span: operation and model. */
const namedAfter = '^(chat|text_completion|generate_content|embeddings) [^ ]+$';
/** And that of a tool's. */
const named = '^(chat|text_completion|generate_content|embeddings|execute_tool) [^ ]+$';

/** Either, and what dialects call theirs where that is one word. */
const words = dialects.flatMap(({ spanNames }) => Object.keys(spanNames).filter((name) => /^\w+$/.test(name)));
const alone = [named, ...words.map((word) => `^${word}$`), ...dialects.flatMap(({ bareNames }) => bareNames)].join('|');

/** Tells a span that only its name tells: some failed calls are `chat claude-haiku-4-5` and nothing else. */
export function isNamed(spans: SpanColumns): Expression {
  return call('match', nameOf(spans), text(alone));
}

export function requestModel({ reader, spans, lacks }: Reading): Expression {
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
export function operation(reading: Reading): Expression {
  const { reader, spans } = reading;
  const fallback = (fields: readonly FieldId[], value: string): Expression => {
    const condition = any(fields.map((field) => isSaid(reader.text(field))));
    return isNothing(condition) ? text('') : call('if', condition, text(value), text(''));
  };
  const said = firstNonEmpty(
    [
      ...overridden('operation', reading),
      reader.textAmong('operation', [...byName(reading), ...overridden('unnamedOperation', reading)]),
      fallback(['requestModel', 'responseModel'], 'chat'),
      fallback(['toolName'], 'execute_tool'),
      call('extract', nameOf(spans), text(named)),
    ],
    ''
  );
  const notACall = any(overridden('notACall', reading));
  const called = withUnknown(said, reading);
  return isNothing(notACall) ? called : call('if', notACall, text('task'), called);
}

/** A span with a model and its usage is a call, even where its operation is the name of an application's task: `self_check_input`. */
function withUnknown(said: Expression, { reader }: Reading): Expression {
  const called = all([
    any([reader.text('requestModel'), reader.text('responseModel')].map(isSaid)),
    reader.hasKeyOf(['inputTokens', 'outputTokens']),
  ]);
  if (isNothing(called)) {
    return said;
  }
  const own = reader.once('said_as_operation', () => said);
  return call('if', infix('AND', infix('NOT IN', own, reader.listed(operations)), called), text('chat'), own);
}

/** What dialects say of spans by their names. */
function byName({ reader, spans }: Reading): Expression[] {
  const declared = reader.speaking.flatMap(({ spanNames }) => Object.entries(spanNames));
  const names = array(declared.map(([name]) => text(name)));
  const operations = array(declared.map(([, said]) => text(said)));
  return declared.length > 0 ? [call('transform', nameOf(spans), names, operations, text(''))] : [];
}
