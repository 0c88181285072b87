import { readCensus } from '../compile/census.ts';
import { compilePlan } from '../compile/compile.ts';
import { readHistory } from '../compile/prompts/history.ts';
import type { Plan, Request, StatementResult } from '../host.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { nanoseconds, windowOf, type Window } from '../window.ts';
import type { CompiledQuery } from './model.ts';

type Answer = StatementResult & { ok: true };

interface Made {
  plan: Plan;
  instants: readonly string[];
  window: Window;
}

/** What can be said of a query before its window: panels are refreshed and rules evaluated again and again. */
const made = memo<Made>(200);
/** A dashboard's panels are told the same: what is written of the same objects is kept with them. */
const tables = memo<{ settings: Settings; source: SourceDescription; census: Census }>(20);
const nameOf = names(100);

/**
 * The plan of a query. It is made once and then moved: nothing in a plan but its instants knows where the window is, so
 * that for a window of the same length they are the same distance away.
 */
export function planOf(
  query: CompiledQuery,
  request: Request,
  settings: Settings,
  source: SourceDescription,
  answers: readonly Answer[],
  history: readonly Answer[] = []
): Plan {
  const window = windowOf(request, query, settings.delaySeconds);
  const about = [[settings, source], answers, history].map((part) => nameOf(JSON.stringify(part)));
  const make = (): Made => {
    const known = tables(about.slice(0, 2).join(), () => ({ settings, source, census: readCensus(answers, settings) }));
    return { ...compilePlan(query, request, known.settings, known.source, known.census, readHistory(history)), window };
  };
  if (fixed.includes(query.kind)) {
    return make().plan;
  }
  const { from, to, refId: _, ...asked } = request;
  return moved(made(JSON.stringify([query, asked, to - from, ...about]), make), window);
}

/** A prompt's template is that of a moment, which may be the user's own. */
const fixed: readonly CompiledQuery['kind'][] = ['prompt_template'];

function moved({ plan, instants, window: before }: Made, window: Window): Plan {
  const distance = window.from - before.from;
  const params = { ...plan.statement.params };
  for (const name of instants) {
    const milliseconds = Number((params[name] ?? '0').slice(0, -6));
    params[name] = nanoseconds(milliseconds + distance);
  }
  return { ...plan, statement: { ...plan.statement, params }, meta: { ...plan.meta, window } };
}
