import { cacheWriteFields, cacheWriteTokens } from './cachewrites.ts';
import { dialectTitle, rank } from './claims.ts';
import { errorClass, errorText } from './errorclass.ts';
import { failed } from './failed.ts';
import { finishReason } from './truncated.ts';
import { timeToFirstToken } from './firsttoken.ts';
import { countFields } from './counts.ts';
import { cacheRule, inputTokens, tokenFields } from './inputtokens.ts';
import { operation, requestModel } from './operation.ts';
import { outputTokens } from './outputtokens.ts';
import { askedOf, overridden } from './overridden.ts';
import { inputHash } from './prompthash.ts';
import { type Reading, nameOf } from './reading.ts';
import type { SpanField } from './spanfield.ts';
import { conventionKeys, tellsReasoningByClaim } from './tokenconventions.ts';
import { toolName } from './toolname.ts';
import { readAsNumbers, unread } from './unreadable.ts';
import { seconds } from './times.ts';
import { sampleRate, weight } from './weight.ts';
import { counted, supplementKeys } from './supplement.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { call, text, type Expression } from '../sql/nodes.ts';

interface Derivation {
  from: readonly FieldId[];
  /** Fields that it asks as well, without which it can still be told. */
  beside?: readonly FieldId[];
  /** Attribute keys that it asks for beside its fields. */
  keys?: readonly string[];
  /** Whether it asks for the dialect that claims the row, where the table holds the given one. */
  dialect?: true | ((present: Dialect) => boolean);
  /** Whether no row has it where no row has any of those. */
  onlyFrom?: true;
  value: (reading: Reading) => Expression;
}

/** How a field is made, and of which it is read. Fields without an entry are read as their dialects say. */
export const derivations: Partial<Record<SpanField, Derivation>> = {
  operation: {
    from: ['operation', 'requestModel', 'responseModel', 'toolName', 'inputTokens', 'outputTokens'],
    value: operation,
  },
  requestModel: { from: ['requestModel'], value: requestModel },
  failed: { from: ['errorType', 'level', 'toolFailed'], beside: ['errorMessage', 'finishReason'], value: failed },
  finishReason: { from: ['finishReason'], beside: ['errorType', 'errorMessage'], value: finishReason },
  errorClass: { from: ['errorType', 'httpStatus', 'errorMessage'], value: errorClass },
  errorText: { from: ['errorType', 'errorMessage'], value: errorText },
  seconds: { from: [], keys: supplementKeys, value: seconds },
  service: { from: [], value: ({ spans }) => (spans.service ? call('toString', spans.service) : text('')) },
  spanName: { from: [], value: ({ spans }) => nameOf(spans) },
  dialect: { from: [], dialect: true, value: () => dialectTitle },
  rank: { from: [], dialect: true, value: rank },
  inputTokens: { from: tokenFields, beside: countFields, dialect: true, value: inputTokens },
  outputTokens: { from: ['outputTokens'], beside: countFields, dialect: tellsReasoningByClaim, value: outputTokens },
  cacheWriteTokens: {
    from: cacheWriteFields,
    onlyFrom: true,
    value: ({ reader }) => reader.once('cache_writes', () => cacheWriteTokens(reader)),
  },
  cacheRule: { from: tokenFields, beside: countFields, dialect: true, value: cacheRule },
  unread: {
    from: [...readAsNumbers, 'streaming'],
    keys: [sampleRate, ...supplementKeys],
    dialect: true,
    value: unread,
  },
  timeToFirstToken: { from: ['timeToFirstToken', 'streaming'], dialect: true, value: timeToFirstToken },
  toolName: { from: ['toolName'], value: toolName },
  weight: { from: [], keys: [sampleRate], value: weight },
  counted: { from: [], keys: supplementKeys, value: counted },
  innerCalls: { from: [], value: (reading) => inner('innerCalls', reading) },
  innerTools: { from: [], value: (reading) => inner('innerTools', reading) },
  inputHash: { from: ['inputContent'], value: inputHash },
};

/** What all dialects find in a row's texts; no list is empty of a type of its own. */
function inner(name: 'innerCalls' | 'innerTools', reading: Reading): Expression {
  const lists = overridden(name, reading);
  return lists.length === 0 ? call('emptyArrayString') : call('arrayConcat', ...lists);
}

/** Whether a field asks for the dialect that claims the row. */
export function needsDialect(field: SpanField, present: readonly Dialect[]): boolean {
  const dialect = derivations[field]?.dialect;
  return typeof dialect === 'function' ? present.some(dialect) : dialect === true;
}

/** Fields that a derived field is read of where the dialects that the table holds ask for them. */
export const fieldsBeside = (field: SpanField, speaking: readonly Dialect[]): FieldId[] => [
  ...(derivations[field]?.beside ?? []),
  ...speaking.flatMap((dialect) => askedOf(field, dialect).flatMap(({ fields = [] }) => fields)),
];

/** Attribute keys that a derived field asks for beside its fields. */
export const keysBeside = (field: SpanField, speaking: readonly Dialect[]): string[] => [
  ...(derivations[field]?.keys ?? []),
  ...speaking.flatMap((dialect) => [
    ...askedOf(field, dialect).flatMap(({ keys = [] }) => keys),
    ...(tokenCounts.includes(field) ? conventionKeys(dialect) : []),
  ]),
];

/** Fields that depend on what a dialect's counts of tokens hold. */
const tokenCounts: readonly SpanField[] = ['inputTokens', 'outputTokens', 'cacheRule'];
