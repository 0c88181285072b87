import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { dimensionOf, type NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, MeasureRef } from '../../../src/engine/query/model.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofName } from './links.ts';
import { narrowing } from './narrowing.ts';
import { bars, legends, stacked, strip, table, timeseries } from './panels/index.ts';

const { panels } = dashboards.codingAgents;
const asked = asking(narrowing.codingAgents);

/** The instrumentations of coding agents: their spans may be in one table with those of a product. */
const written: Filter = {
  dimension: 'instrumentation',
  operator: 'in',
  values: ['claude-code', 'codex', 'gemini-cli', 'copilot'],
};
const rows = (...measures: (MeasureId | MeasureRef)[]) => asked.table(...measures).filters([written]);
const series = (...measures: (MeasureId | MeasureRef)[]) => asked.series(...measures).filters([written]);

const named = 10;
const missing =
  'No coding agents. Claude Code, Codex, Gemini CLI and Copilot Chat export OpenTelemetry: docs/coding-agents.md says what to set. Their log records need a data source of their own.';

/** Builds the dashboard on coding agents: who uses them for what, and what it costs. */
export const codingAgents = (): Dashboard =>
  dashboardOf('codingAgents', {
    description:
      'What coding agents (Claude Code, Codex, Gemini CLI, Copilot Chat) cost, by developer, repository and model; their tools, approvals and caches.',
    annotations: [],
    next: ['conversations', 'caching', 'budgets'],
    rows: [
      { title: 'Use', panels: [...numbers(), ...shares()] },
      { title: 'Over time', panels: overTime() },
      { title: 'Sessions and tools', panels: tables() },
    ],
  });

function numbers() {
  return strip(rows, [
    {
      id: panels.numbers,
      title: 'Sessions',
      description: 'Distinct sessions of coding agents with at least one model call in the time range.',
      measure: 'conversations',
    },
    {
      id: 2,
      title: 'Turns',
      description: 'What developers typed, each with what came of it (agent runs).',
      measure: 'agent_runs',
    },
    {
      id: 3,
      title: 'Cost',
      description:
        'US dollars, as reported by Claude Code, and estimated from tokens for the others: at list prices, not the bill of a subscription.',
      measure: 'cost',
    },
    {
      id: 4,
      title: 'Developers',
      description: 'Distinct users with at least one model call in the time range.',
      measure: 'users',
    },
    {
      id: 5,
      title: 'Tool calls',
      description: 'Tool calls of coding agents, including failed ones.',
      measure: 'tool_calls',
    },
    {
      id: 6,
      title: 'Cache hit rate',
      description: 'Input tokens read from the provider’s cache divided by all input tokens.',
      measure: 'cache_hit_rate',
    },
  ]);
}

function shares() {
  const by = (id: number, dimension: NamedDimensionId, title: string, description: string) =>
    bars(
      {
        ...{ id, title, description, width: 8, height: 9, measure: 'cost', missing },
        links: [linkTo('codingAgents', { [dimension]: ofName() })],
        query: rows('cost').groupBy(dimension).top(named, 'cost'),
      },
      { name: dimensionOf(dimension).title, value: 'Cost' }
    );
  return [
    by(
      panels.costByUser,
      'user',
      'Cost by developer',
      `Cost in the time range of the ${named} developers who spent the most: the address where it is known, else the id of the account.`
    ),
    by(
      panels.costByRepository,
      'repository',
      'Cost by repository',
      'Cost in the time range by the repository that the agent worked in: vcs.repository.name of the resource, which most agents need to be told.'
    ),
    by(panels.costByModel, 'model', 'Cost by model', 'Cost in the time range by requested model; the rest is "other".'),
  ];
}

function overTime() {
  const third = { width: 8, height: 10, missing };
  return [
    stacked({
      ...third,
      id: 10,
      title: 'Cost by agent',
      description: 'Cost per interval, by the instrumentation that wrote the calls.',
      measure: 'cost',
      query: series('cost').groupBy('instrumentation').top(named, 'cost'),
    }),
    stacked({
      ...third,
      id: 11,
      title: 'Tool calls by tool',
      description: `Tool calls per interval, for the ${named} tools with the most; the rest is "other".`,
      measure: 'tool_calls',
      query: series('tool_calls').groupBy('tool').top(named, 'tool_calls'),
    }),
    timeseries(
      {
        ...third,
        id: 12,
        title: 'Prompt cache hit rate by model',
        description:
          'Input tokens read from the cache divided by all input tokens per interval, for the models with the most input.',
        measure: 'cache_hit_rate',
        query: series('cache_hit_rate', 'input_tokens')
          .groupBy('model')
          .top(named, 'input_tokens')
          .select('cache_hit_rate'),
      },
      legends.lowest
    ),
  ];
}

function tables() {
  return [
    table(
      {
        width: 24,
        height: 10,
        id: panels.sessions,
        title: 'Sessions',
        description:
          'The 30 sessions that cost the most in the time range; "other" is the rest. A session leads to its turns.',
        missing,
        query: rows('cost', 'requests', 'errors', 'input_tokens', 'output_tokens', 'cache_hit_rate')
          .groupBy('conversation', 'user', 'repository')
          .top(30, 'cost'),
      },
      { links: { Conversation: [linkTo('conversations', { conversation: ofCell() })] } }
    ),
    table({
      width: 12,
      height: 10,
      id: panels.tools,
      title: 'Tools',
      description: 'Tool calls by tool, how many failed, and the 95th percentile of their durations.',
      missing,
      query: rows('tool_calls', 'tool_failure_rate', 'tool_latency_p95').groupBy('tool').top(30, 'tool_calls'),
    }),
    table({
      width: 12,
      height: 10,
      id: 15,
      title: 'Approvals',
      description:
        'Tool calls by what was decided about them, and by whom: attributes decision (Codex, Gemini CLI), decision_type and decision_source (Claude Code). "unknown" says nothing.',
      missing,
      query: rows('tool_calls')
        .groupBy('attr:decision', 'attr:decision_type', 'attr:decision_source')
        .top(20, 'tool_calls'),
    }),
    table({
      width: 24,
      height: 9,
      id: panels.developers,
      title: 'Developers',
      description: 'What each developer’s agents did in the time range, for the 30 who spent the most.',
      missing,
      query: rows(
        'cost',
        'conversations',
        'cost_per_conversation',
        'agent_runs',
        'requests',
        'tool_calls',
        'cache_hit_rate'
      )
        .groupBy('user')
        .top(30, 'cost'),
    }),
  ];
}
