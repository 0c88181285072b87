import type { Query } from '../query/model.ts';
import type { AlertRule } from './rule.ts';

export interface RuleQuery {
  refId: string;
  /** Seconds before the evaluation; the window's end is 0, and the data source moves it back by its delay. */
  from: number;
  to: 0;
  query: Query;
}

/** Builds one query per refId. They only differ in `select`, so that one statement answers them all from one snapshot. */
export function queriesOf(rule: Pick<AlertRule, 'show' | 'window' | 'statement'>): RuleQuery[] {
  return Object.entries(rule.show).map(([refId, select]) => ({
    refId,
    from: rule.window,
    to: 0,
    query: { ...rule.statement, select },
  }));
}
