import { compileBlock, compilePlan } from '../compile/compile.ts';
import type { Single } from '../compile/kinds/trace/single.ts';
import { blockOf, broughtParameters } from '../compile/measures/baselineblock.ts';
import { kindOf, tierUse, withHours } from '../compile/context/tier.ts';
import { movedTo, type Movable } from '../compile/movable.ts';
import type { Answer, Plan, Request, Statement } from '../host.ts';
import { knownTable } from '../lookups/knowntable.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import { readHistory } from '../lookups/prompthistory.ts';
import { memo, names } from '../memo.ts';
import type { CompiledQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Tier } from '../source/tier.ts';
import { windowOf } from '../window.ts';

/** What a plan depends on besides the request: the query, the source, the settings, and the answers to lookups. */
export interface Asked {
  query: CompiledQuery;
  settings: Settings;
  source: SourceDescription;
  census: readonly Answer[];
  history?: readonly Answer[];
  tier?: Tier | undefined;
  single?: Single | undefined;
}

/** A plan, and whether the table of calls could have all that it reads of closed hours. */
export interface Planned {
  plan: Plan;
  isStorable: boolean;
}

/** Keeps the part of a plan that does not depend on the window, because panels and rules run again and again. */
const made = memo<Omit<ReturnType<typeof compilePlan>, 'select'>>(200);
const madeBlocks = memo<readonly Movable[]>(50);
const nameOf = names(100);

const tableOf = ({ settings, source, census }: Asked) => knownTable(settings, source, census);

const aboutOf = (asked: Asked): string[] => [tableOf(asked).name, nameOf(JSON.stringify(asked.history ?? []))];

/** Returns the statements for a rule's baseline hours, which run before its query; none for other queries. */
export function blockStatements(asked: Asked, request: Request): Statement[] {
  const { query, settings, history = [] } = asked;
  const block = blockOf(query, request, settings);
  if (!block || query.kind !== 'measure') {
    return [];
  }
  const about = aboutOf(asked);
  const [window] = block.windows;
  const use = tierUse(asked.tier, block.windows);
  const statements = madeBlocks(JSON.stringify([query, window.to - window.from, ...about, ...kindOf(use)]), () => {
    const { settings, source, census } = tableOf(asked);
    return compileBlock(query, block, settings, source, census, readHistory(history), use);
  });
  return statements.map((statement) => withHours(use, movedTo(window, statement)));
}

/**
 * Plans a query. A plan is made once and then moved: only its instants depend on the window's position, so that for a
 * window of the same length they only shift. `before` are the answers to the block's statements.
 */
export function planOf(asked: Asked, request: Request, before: readonly Answer[] = []): Planned {
  const { query, settings, history = [] } = asked;
  const window = windowOf(request, query, settings.delaySeconds);
  const about = aboutOf(asked);
  const use = tierUse(asked.tier, windowsOfQuery(query, request, settings));
  const block = blockOf(query, request, settings);
  const brought =
    block && query.kind === 'measure' && before.length > 0 ? broughtParameters(before, block, window) : null;
  const make = () => {
    const { settings, source, census } = tableOf(asked);
    const past = readHistory(history);
    // Not kept: nodes are several times what is printed of them.
    const { select: _, ...kept } = compilePlan(
      query,
      request,
      settings,
      source,
      census,
      past,
      brought && block,
      use,
      asked.single
    );
    return kept;
  };
  if (fixed.includes(query.kind)) {
    const { plan, isStorable } = make();
    return { plan, isStorable };
  }
  const { from, to, refId: _, ...same } = request;
  const { plan, isStorable, ...known } = made(
    JSON.stringify([query, same, to - from, !!brought, ...about, ...kindOf(use)]),
    make
  );
  const statement = withHours(use, movedTo(window, { ...known, statement: plan.statement }));
  return {
    plan: {
      ...plan,
      statement: brought ? { ...statement, params: { ...statement.params, ...brought } } : statement,
      meta: { ...plan.meta, window },
    },
    isStorable,
  };
}

/**
 * Kinds whose plan is not moved: a prompt template is that of a moment, which the user may have chosen, and a trace, a
 * conversation or its records are looked at once.
 */
const fixed: readonly CompiledQuery['kind'][] = ['prompt_template', 'trace', 'conversation', 'logs'];
