import type { Context } from './context/context.ts';
import type { Request, Statement, Limits } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Select } from '../sql/nodes.ts';
import { print } from '../sql/print.ts';

/** The statement of a SELECT of ours. */
export function measureStatement(
  select: Select,
  { parameters }: Pick<Context, 'parameters'>,
  { fromAlert }: Pick<Request, 'fromAlert'>
): Statement {
  const sql = print(select);
  return {
    sql,
    params: parameters.values,
    settings: {
      // The status line and the summary are then those of the whole answer, not of its first bytes.
      wait_end_of_query: 1,
      // Nothing here fails on rows that a condition would spare it; sparing them ran what branches share once for each of them.
      short_circuit_function_evaluation: 'disable',
      // A lost shard must be an error of the rule, not a dip of the value.
      ...(fromAlert ? { skip_unavailable_shards: 0 } : {}),
    },
  };
}

/** A panel may show part of an answer and say so; a rule that decides on a part of it would be wrong without a word. */
export function limitsOf(settings: Settings, request: Request): Limits {
  return { ...settings.limits, onExceeded: request.fromAlert ? 'error' : 'notice' };
}
