import { scopeConditions } from './claims.ts';
import type { Reader } from './reader.ts';
import { type Reading, nameOf, isSaid } from './reading.ts';
import { facts } from '../catalogue/facts.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { dialects } from '../source/dialects/index.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { any, firstNonEmpty, isNothing } from '../sql/missing.ts';
import { array, call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';

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
export function operation({ reader, spans }: Reading): Expression {
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
export function exact(
  { key, kinds, operationKey, toolKey }: NonNullable<Dialect['vague']>,
  reader: Reader
): Expression[] {
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
