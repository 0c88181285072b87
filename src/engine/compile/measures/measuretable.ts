import type { Compiled } from '../compiled.ts';
import type { Context } from '../context/context.ts';
import { aggregated } from './aggregate.ts';
import { broughtBaseline } from './baselineblock.ts';
import { rowsOfFact } from './filteredrows.ts';
import { measureFrame } from './frame.ts';
import { planMeasures } from './plan.ts';
import { labelled } from './top.ts';
import { answered, ordered } from './unite.ts';
import type { Request } from '../../host.ts';
import type { MeasureQuery } from '../../query/model.ts';

/** Compiles measures into one row or series per group. The steps are those of `compile.ts`. */
export function measureTable(context: Context, query: MeasureQuery, request: Request): Compiled {
  // 1. plan
  const plan = planMeasures(query, context.parameters);
  const branches = plan.facts.flatMap((fact) => {
    // 2. rows
    const rows = rowsOfFact(context, plan, fact);
    // 3. aggregate
    return [aggregated(context, plan, fact, rows), ...(context.brought ? [broughtBaseline(context, plan, fact)] : [])];
  });
  // 4. unite
  const select = ordered(labelled(answered(context, plan, branches), plan), plan);
  const hidden = plan.columns.find(({ isHidden }) => isHidden);
  return {
    select,
    frame: measureFrame(plan, request),
    facts: plan.facts,
    ...(hidden && !context.prices.isCut ? { unseen: hidden.name } : {}),
  };
}
