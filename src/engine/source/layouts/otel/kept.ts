import type { Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { Attributes } from '../attributes/attributes.ts';

/** What the exporter's two variants differ in: how a column keeps attributes, and the attribute of every event. */
export interface Kept {
  attributes: (name: string, columns: TableDescription['columns']) => Attributes;
  ofEvents: (name: string, key: string) => Expression;
}
