import type { SpanField } from '../../canonical/spanfield.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';

/** Names of the columns that the rows of every fact have, in addition to dimensions and fields. */
export const rowTime = '_at';
export const rowField = (name: RowFieldId | SpanField): string => `_${name}`;

/** Names of the columns with a span's ids, which relate spans to each other. */
export const spanIds = { trace: '_trace', span: '_span', parent: '_parent', scope: '_scope' } as const;

export const attributeColumn = (key: string): string => `_attr:${key}`;
export const resourceColumn = (key: string): string => `_resource:${key}`;
