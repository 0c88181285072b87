import type { FactId } from '../catalogue/facts.ts';
import type { Compiled } from './compiled.ts';
import { contextOf, type Context } from './context/context.ts';
import { eventsTable } from './kinds/events/events.ts';
import { heatmap } from './kinds/heatmap.ts';
import { promptComparison } from './kinds/prompts/compare.ts';
import { promptTemplate } from './kinds/prompts/template.ts';
import { promptVersions } from './kinds/prompts/versions.ts';
import { semanticCache } from './kinds/semanticcache.ts';
import { conversationTable } from './kinds/conversation.ts';
import { logLines } from './kinds/logs/logs.ts';
import { spansTable } from './kinds/spans/spans.ts';
import type { Single } from './kinds/trace/single.ts';
import { traceView } from './kinds/trace/trace.ts';
import { valuesTable } from './kinds/values/values.ts';
import { blockOf, blockSums, type Block } from './measures/baselineblock.ts';
import { measureTable } from './measures/measuretable.ts';
import { planMeasures } from './measures/plan.ts';
import { quantileError } from './rows/minutecolumns.ts';
import type { TierUse } from './context/tier.ts';
import type { Movable } from './movable.ts';
import { limitsOf, measureStatement } from './statement.ts';
import type { Notice, Plan, Request } from '../host.ts';
import { lateEvaluations } from '../messages.ts';
import type { CompiledQuery, MeasureQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import { scoreRoles, type SourceDescription } from '../source/description.ts';
import type { History } from '../source/history.ts';
import type { Select } from '../sql/nodes.ts';
import { baselineOf, windowOf } from '../window.ts';

/**
 * Compiles a measure query into what to run and how to show it.
 *
 *   MeasureQuery
 *     │ 1. plan        which facts, columns and groups; senseless queries are refused
 *   MeasurePlan
 *     │ 2. rows        a fact's rows: dimensions and row fields, filtered, with small groups as `other`
 *     │ 3. aggregate   one branch per fact
 *     │ 4. unite       one row per group over all facts
 *   Select
 *     │ 5. print       SQL with parameters
 *   Plan               and the frame plan with it
 */
export function compileMeasures(
  query: CompiledQuery,
  request: Request,
  settings: Settings,
  source: SourceDescription,
  census: Census | null,
  history?: History
): Plan {
  return compilePlan(query, request, settings, source, census, history).plan;
}

/** Compiles the statements of a rule's block, one per fact, which run before its query. */
export function compileBlock(
  query: MeasureQuery,
  block: Block,
  settings: Settings,
  source: SourceDescription,
  census: Census,
  history?: History,
  tier?: TierUse
): Movable[] {
  const [window, ...baselines] = block.windows;
  const { filters } = query;
  const begun = () =>
    contextOf({ source, settings, census, window, baselines, apart: true, history, query, filters, tier });
  const { facts } = planMeasures(query, begun().parameters);
  return facts.map((fact) => {
    const context = begun();
    const select = blockSums(context, planMeasures(query, context.parameters), fact, block);
    return {
      statement: { ...measureStatement(select, context, { fromAlert: true }), cacheSeconds: blockKept },
      instants: [...context.parameters.instants],
      window,
    };
  });
}

/** Seconds that a block is kept; the next hour's block is another statement. */
const blockKept = 2 * 3600;

/**
 * Returns the plan, with the parameters that are instants and move with the query's window: its statement is a Movable.
 * `select` holds the nodes from which its SQL is printed, and `isStorable` says whether the table of calls can have all
 * that it reads of closed hours.
 */
export function compilePlan(
  query: CompiledQuery,
  request: Request,
  settings: Settings,
  source: SourceDescription,
  census: Census | null,
  history?: History,
  block = blockOf(query, request, settings),
  tier?: TierUse,
  single?: Single
): { plan: Plan; select: Select; isStorable: boolean } & Omit<Movable, 'statement'> {
  const window = windowOf(request, query, settings.delaySeconds);
  const asked = query.kind === 'measure' ? query : undefined;
  const context = contextOf({
    source,
    settings,
    census,
    window,
    baselines: baselineOf(window, asked?.baseline),
    brought: block !== null,
    history,
    query: asked,
    filters: 'filters' in query ? query.filters : [],
    // The list of environments has all of them, so that each can be named.
    everyEnvironment: query.kind === 'values' && query.dimension === 'environment',
    tier,
  });
  const { select, frame, facts, notices = [], unseen, rows } = compiled(context, query, request, single);
  const limits = limitsOf(settings, request);
  // 5. print
  const plan: Plan = {
    statement: measureStatement(select, context, request),
    frame,
    limits: rows === undefined ? limits : { ...limits, rows: Math.min(rows, limits.rows) },
    notices: [...noticesOf(facts, source, settings), ...context.prices.notices, ...notices],
    ...(unseen === undefined ? {} : { unseen }),
    meta: {
      window,
      queryVersion: query.version,
      ...context.prices.meta,
      ...readFrom(context, facts),
    },
  };
  const isStorable = ofCalls.includes(query.kind) && facts.every((fact) => whyNotStored(context, fact) === undefined);
  return { plan, instants: [...context.parameters.instants], window, select, isStorable };
}

/** What the statement reads where there is a table of calls: closed hours from it, or everything from the spans, and why. */
function readFrom(context: Context, facts: readonly FactId[]): Pick<Plan, 'meta'>['meta'] {
  return context.tier
    ? {
        reads: Object.fromEntries(facts.map((fact) => [fact, readOf(context, fact)])),
      }
    : {};
}

function readOf(context: Context, fact: FactId): Record<string, unknown> {
  const why = whyNotStored(context, fact);
  if (why !== undefined) {
    return { from: 'spans', why };
  }
  const [step, whyNot] = [context.added.get(fact), context.notAdded.get(fact)];
  return step === undefined
    ? { from: 'calls', ...(whyNot === undefined ? {} : { why: whyNot }) }
    : { from: 'minutes', step, quantileError };
}

const whyNotStored = ({ notStored }: Context, fact: FactId): string | undefined => notStored.get(fact);

/** What a preview knows of a trace or a conversation. */
const unknown: Single = { traceIds: [], elsewhere: [], rows: [], about: [] };

/** Kinds that read rows of facts alone; the others also read what was written in prompts. */
const ofCalls: readonly CompiledQuery['kind'][] = ['measure', 'spans', 'values', 'events'];

function compiled(context: Context, query: CompiledQuery, request: Request, single: Single = unknown): Compiled {
  switch (query.kind) {
    case 'measure':
      return query.format === 'heatmap' ? heatmap(context, query, request) : measureTable(context, query, request);
    case 'spans':
      return spansTable(context, query, request);
    case 'values':
      return valuesTable(context, query, request);
    case 'events':
      return eventsTable(context, query, request);
    case 'prompt_versions':
      return promptVersions(context, query, request);
    case 'prompt_compare':
      return promptComparison(context, query, request);
    case 'prompt_template':
      return promptTemplate(context, query, request);
    case 'semantic_cache':
      return semanticCache(context, query, request);
    case 'trace':
      return traceView(context, query, request, single);
    case 'logs':
      return logLines(context, query, request);
    case 'conversation':
      return conversationTable(context, query, request, single);
  }
}

function noticesOf(facts: readonly FactId[], source: SourceDescription, settings: Settings): Notice[] {
  // With a layout's own tables of scores, or a custom one, nothing is missing.
  return facts.includes('evaluations') && !source.logs && !scoreRoles.some((role) => role in source.others)
    ? [{ severity: 'info', text: lateEvaluations(settings.logsTable) }]
    : [];
}
