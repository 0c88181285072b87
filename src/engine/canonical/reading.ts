import type { Reader } from './reader.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Settings } from '../settings/settings.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { isNothing } from '../sql/missing.ts';
import { call, infix, number, text, type Expression } from '../sql/nodes.ts';

export interface Reading {
  reader: Reader;
  /** Whether the row's dialect is one of those; 0 where no span of the table's is. */
  claims: (test: (dialect: Dialect) => boolean) => Expression;
  /** Whether some requests have no key for the field. */
  lacks: (field: FieldId) => boolean;
  spans: SpanColumns;
  settings: Settings;
}

export const nameOf = ({ name }: SpanColumns): Expression => (name ? call('toString', name) : text(''));

export const isSaid = (value: Expression): Expression => (isNothing(value) ? number(0) : infix('!=', value, text('')));
