import type { Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { Attributes } from '../attributes/attributes.ts';
import type { AllPairs } from '../layout.ts';

/** The differences between the exporter's two variants: how a column stores attributes, and how events do. */
export interface Kept {
  attributes: (name: string, columns: TableDescription['columns']) => Attributes;
  ofEvents: (name: string, key: string) => Expression;
  /** All pairs of such a column. */
  all: (of: Expression) => AllPairs;
}
