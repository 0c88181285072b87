import type { FactId } from '../../../catalogue/facts.ts';
import type { Compiled } from '../../compiled.ts';
import type { Context } from '../../context/context.ts';
import { hasEvaluations } from '../../evaluations/evaluationrows.ts';
import { promptVersions } from '../prompts/versions.ts';
import { filtersOf } from '../refuse.ts';
import { errorBursts } from './errorbursts.ts';
import { evaluatorChanges } from './evaluatorchanges.ts';
import { eventColumns, eventOutputs } from './event.ts';
import { modelChanges } from './modelchanges.ts';
import type { ColumnPlan, Notice, Request } from '../../../host.ts';
import { eventWithoutScores } from '../../../messages.ts';
import type { EventKind, EventsQuery, PromptVersionsQuery } from '../../../query/model.ts';
import { call, column, from, number, table, text, type Select } from '../../../sql/nodes.ts';

/** The number of requests or scores from which something counts as used. */
const defaultMinimum = 10;

/** Grafana draws each event, and more of them could not be told apart. */
const mostEvents = 1000;

interface Found {
  all: readonly Select[];
  facts: readonly FactId[];
  notices?: readonly Notice[] | undefined;
}

type Find = (context: Context, query: EventsQuery, request: Request) => Found;

/** How each kind of event is found. */
const finders: Record<EventKind, Find> = {
  prompt_deployments: (context, { version, filters, minimum }, request) => {
    const asked: PromptVersionsQuery = {
      ...{ version, filters, minimum },
      kind: 'prompt_versions',
      format: 'table',
      deployments: true,
    };
    const { select, facts, notices } = promptVersions(context, asked, request);
    return { all: [deployed(select)], facts, notices };
  },
  model_changes: (context, query, request) => ({
    all: [modelChanges(context, filtersOf(query, request, 'requests'), query.minimum ?? defaultMinimum)],
    facts: ['requests'],
  }),
  error_bursts: (context, query, request) => ({
    all: [errorBursts(context, filtersOf(query, request, 'requests'), query.minimum ?? defaultMinimum)],
    facts: ['requests'],
  }),
  evaluator_changes: (context, query, request) => {
    const filters = filtersOf(query, request, 'evaluations');
    return hasEvaluations(context)
      ? { all: [evaluatorChanges(context, filters, query.minimum ?? defaultMinimum)], facts: ['evaluations'] }
      : { all: [], facts: [], notices: [{ severity: 'info', text: eventWithoutScores(context.settings.logsTable) }] };
  },
};

/** Lists what happened in the window, in the order of time, as Grafana's annotations have it. */
export function eventsTable(context: Context, query: EventsQuery, request: Request): Compiled {
  const found = [...new Set(query.events)].map((event) => finders[event](context, query, request));
  const all = found.flatMap((one) => one.all);
  return {
    select: {
      kind: 'select',
      columns: eventColumns.map((name) => ({ as: name, value: column(name) })),
      from: from({ kind: 'union', all: all.length > 0 ? all : [none] }),
      orderBy: ['time', 'title', 'id'].map((name) => ({ by: column(name), direction: 'ASC' })),
      limit: mostEvents + 1,
    },
    rows: mostEvents,
    facts: [...new Set(found.flatMap(({ facts }) => facts))],
    notices: found.flatMap(({ notices = [] }) => notices),
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: eventColumns.map((name): ColumnPlan => ({ name, role: 'field' })),
    },
  };
}

/** Selects no event: a union needs a part. */
const none: Select = {
  kind: 'select',
  columns: eventOutputs('evaluator_changes', {
    time: call('fromUnixTimestamp64Nano', call('toInt64', number(0))),
    title: text(''),
    text: text(''),
    tags: [],
  }),
  from: table('system', 'one'),
  where: number(0),
};

/** Writes deployments of prompt versions as events. */
const deployed = (select: Select): Select => ({
  kind: 'select',
  columns: eventOutputs('prompt_deployments', {
    time: column('d', 'time'),
    title: column('d', 'title'),
    text: column('d', 'text'),
    tags: [column('d', 'prompt'), column('d', 'version')],
  }),
  from: { kind: 'query', query: select, as: 'd' },
});
