import { dialectTitle, rank } from './claims.ts';
import { errorClass } from './errorclass.ts';
import { failed } from './failed.ts';
import { timeToFirstToken } from './firsttoken.ts';
import { cacheRule, inputTokens, tokenFields } from './inputtokens.ts';
import { requestModel, operation } from './operation.ts';
import { inputHash } from './prompthash.ts';
import { type Reading, nameOf } from './reading.ts';
import type { SpanField } from './spanfield.ts';
import { toolName } from './toolname.ts';
import { readAsNumbers, unread } from './unreadable.ts';
import { weight } from './weight.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { isNothing, noNumber } from '../sql/missing.ts';
import { array, call, infix, number, text, type Expression } from '../sql/nodes.ts';

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
