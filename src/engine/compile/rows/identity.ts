import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, spanIds } from '../context/columnnames.ts';
import type { Nesting } from '../../source/census.ts';
import { call, column, type Expression } from '../../sql/nodes.ts';

/** A field that spans about the same call share. */
export type Identity = 'responseId' | 'toolCallId';

/** Fields that must match between a span and its parent if both are about one call: a tool may run another tool. */
const kinship: Readonly<Record<Identity, readonly SpanField[]>> = { responseId: [], toolCallId: ['toolName'] };

/** Lists the fields that relate a span to its parents and children. */
export const lightFields = (identity: Identity): SpanField[] => ['rank', ...kinship[identity]];
export const placeFields = (identity: Identity, { peers }: Peers): SpanField[] => [
  ...lightFields(identity),
  'seconds',
  identity,
  ...(peers ? likeness[identity] : []),
];

export type Peers = Pick<Nesting, 'peers'>;

/**
 * The fields that two instrumentations of an application report alike for the same call. Those of LangChain and of the client
 * below it write siblings if LangChain's callbacks make no span current; OpenLLMetry for JavaScript enables both by default.
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
