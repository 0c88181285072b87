import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, spanIds } from '../context/columnnames.ts';
import type { Nesting } from '../../source/census.ts';
import { call, column, type Expression } from '../../sql/nodes.ts';

/** A field that spans of one call share. */
export type Identity = 'responseId' | 'toolCallId';

/** What a span has in common with the one above it where both are about one call: a tool may well run another. */
const kinship: Readonly<Record<Identity, readonly SpanField[]>> = { responseId: [], toolCallId: ['toolName'] };

/** Fields that tell a span's place: among those above and below it, and among the others of its trace too. */
export const lightFields = (identity: Identity): SpanField[] => ['rank', ...kinship[identity]];
export const placeFields = (identity: Identity, { peers }: Peers): SpanField[] => [
  ...lightFields(identity),
  'seconds',
  identity,
  ...(peers ? likeness[identity] : []),
];

export type Peers = Pick<Nesting, 'peers'>;

/**
 * What two instrumentations of one application say alike of one call. Those of LangChain and of the client below it write
 * siblings where LangChain's callbacks make no span current: OpenLLMetry's for JavaScript are both on by default.
 */
export const likeness: Readonly<Record<Identity, readonly SpanField[]>> = {
  responseId: ['operation', 'requestModel', 'inputTokens', 'outputTokens', 'failed'],
  toolCallId: [],
};

export const trace = column(spanIds.trace);
export const span = column(spanIds.span);
export const parent = column(spanIds.parent);
export const rank = column(rowField('rank'));

export function key(id: Expression, identity: Identity = 'responseId'): Expression {
  return call('cityHash64', trace, id, ...kin(identity));
}

export const kin = (identity: Identity): Expression[] => kinship[identity].map((field) => column(rowField(field)));
