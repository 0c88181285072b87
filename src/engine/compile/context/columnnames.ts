import type { SpanField } from '../../canonical/spanfield.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';

/** Names of the columns that the rows of every fact have, in addition to dimensions and fields. */
export const rowTime = '_at';
export const rowField = (name: RowFieldId | SpanField): string => `_${name}`;

/**
 * Names of the columns with a span's ids, which relate spans to each other. The trace and parent of a span may be those of
 * another trace that it is put into; `home` is where it was written, as `<trace>:<span>`.
 */
export const spanIds = {
  trace: '_trace',
  span: '_span',
  parent: '_parent',
  scope: '_scope',
  home: '_home',
} as const;

/** Names the column with the homes of all spans that are about a call, one a line. */
export const membersColumn = '_members';

export const attributeColumn = (key: string): string => `_attr:${key}`;
export const resourceColumn = (key: string): string => `_resource:${key}`;
