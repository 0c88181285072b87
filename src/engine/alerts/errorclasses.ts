import type { MeasureRef } from '../query/model.ts';
import { count, where } from './texts.ts';

/** Error classes, by the refId that counts them. */
const byRefId = {
  ER: 'rate_limit',
  EC: 'context_overflow',
  ET: 'timeout',
  ES: 'server',
  EA: 'auth',
  EF: 'content_filter',
  EO: 'other',
} as const;

const entries = Object.entries(byRefId);

/** The columns, refIds and text of a rule that counts errors by class. */
export const classColumns: MeasureRef[] = Object.values(byRefId).map((name) => ({ id: `${name}_errors`, name }));
export const classRefIds: Record<string, string> = byRefId;
export const classes = entries.map(([refId, name]) => where(refId, ` ${name} ${count(refId)}`)).join('');
