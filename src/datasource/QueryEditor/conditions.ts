import type { ComboboxOption } from '@grafana/ui';

import { numberColumnIds, spanColumns, type SpanColumnId } from '../../engine/catalogue/spancolumns.ts';
import type { Condition } from '../../engine/query/model.ts';
import { messages } from './messages.ts';

/** What a condition is about: a column, which is named behind a colon, or one of the others. */
export type Subject = `column:${SpanColumnId}` | Exclude<Condition['on'], 'column'>;

const others = ['failed', 'truncated', 'error', 'attribute', 'resource'] as const;

export const subjects: Array<ComboboxOption<Subject>> = [
  ...numberColumnIds.map((id) => ({ value: `column:${id}` as const, label: spanColumns[id].title })),
  ...others.map((value) => ({ value, label: messages.conditionSubjects[value] })),
];

/** The operators by what they compare; what has none is true or false. */
const operators = {
  column: ['>', '>=', '<', '<='],
  error: ['contains', 'matches'],
  attribute: ['=', '!=', 'matches', 'exists'],
  resource: ['=', '!=', 'matches', 'exists'],
  failed: [],
  truncated: [],
} as const satisfies Record<Condition['on'], readonly string[]>;

export const operatorsOf = ({ on }: Condition): Array<ComboboxOption<string>> =>
  operators[on].map((value) => ({ value, label: messages.conditionOperators[value] ?? value }));

export const subjectOf = (condition: Condition): Subject =>
  condition.on === 'column' ? `column:${condition.column}` : condition.on;

/** A condition about something, to begin with. */
export function conditionAbout(subject: Subject): Condition {
  switch (subject) {
    case 'failed':
    case 'truncated':
      return { on: subject };
    case 'error':
      return { on: subject, operator: 'contains', value: '' };
    case 'attribute':
    case 'resource':
      return { on: subject, key: '', operator: '=', value: '' };
    default:
      return { on: 'column', column: subject.slice('column:'.length) as SpanColumnId, operator: '>', value: 0 };
  }
}
