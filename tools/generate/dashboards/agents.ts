import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, MeasureRef } from '../../../src/engine/query/model.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries, withAny } from './links.ts';
import { narrowing } from './narrowing.ts';
import { legends, spansTable, stacked, strip, table, timeseries } from './panels/index.ts';

const { panels } = dashboards.agents;
const { table: rows, series, spans } = asking(narrowing.agents);

const named = 8;

/** Calls within an agent's run are the agent's; all others are left out of what is said of agents. */
const byAnAgent: Filter = { dimension: 'agent', operator: 'not_in', values: ['unknown'] };
const ofAgents = (...measures: (MeasureId | MeasureRef)[]) => rows(...measures).filters([byAnAgent]);
const perInterval = (...measures: (MeasureId | MeasureRef)[]) => series(...measures).filters([byAnAgent]);

/** Builds the dashboard on agents: what they do, how often it fails, and whether they loop. */
export const agents = (): Dashboard =>
  dashboardOf('agents', {
    description: 'What agents and their tools do: runs, steps, failures by tool, loops, and MCP servers.',
    next: ['conversations', 'reliability', 'costAttribution'],
    rows: [
      { title: 'Agents', panels: [...numbers(), ...runs()] },
      { title: 'Tools', panels: tools() },
      { title: 'Runs and calls', panels: lists() },
      { title: 'MCP servers', collapsed: true, panels: mcp() },
    ],
  });

function numbers() {
  return strip(ofAgents, [
    {
      id: 1,
      title: 'Agent runs',
      description: 'Spans of agents that ran (invoke_agent), in the time range.',
      measure: 'agent_runs',
    },
    { id: 2, title: 'Failed runs', description: 'Agent runs that ended with an error.', measure: 'agent_failures' },
    {
      id: 3,
      title: 'Calls per run',
      description: 'Model calls that agents made, divided by their runs. A step up is an agent that loops.',
      measure: 'requests_per_agent_run',
      missing: 'no agents',
    },
    {
      id: 4,
      title: 'Cost per run',
      description: 'Cost of the model calls that agents made, divided by their runs.',
      measure: 'cost_per_agent_run',
      missing: 'no agents',
      links: [withAny(linkTo('costAttribution'), 'agent', 'agents')],
    },
    {
      id: 5,
      title: 'Cost of agents',
      description: 'Cost of the model calls that agents made, in the time range.',
      measure: 'cost',
      missing: 'no agents',
      links: [withAny(linkTo('costAttribution'), 'agent', 'agents')],
    },
    {
      id: 6,
      title: 'Agent run p95',
      description: '95th percentile of the durations of agent runs.',
      measure: 'agent_latency_p95',
      missing: 'no agents',
    },
  ]);
}

function runs() {
  const third = { width: 8, height: 10 };
  const byAgent = (measure: MeasureId) =>
    perInterval(measure, 'agent_runs').groupBy('agent').top(named, 'agent_runs').select(measure);
  return [
    timeseries(
      {
        ...third,
        id: panels.requestsPerRun,
        title: 'Model calls per run by agent',
        description: `Model calls divided by runs per interval, for the ${named} agents with the most runs. A peak is an agent that loops.`,
        measure: 'requests_per_agent_run',
        query: byAgent('requests_per_agent_run'),
        links: [linkTo('conversations', { agent: ofSeries('agent') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 11,
        title: 'Cost per run by agent',
        description: `Cost of an agent's model calls divided by its runs per interval, for the ${named} agents with the most runs.`,
        measure: 'cost_per_agent_run',
        query: byAgent('cost_per_agent_run'),
        links: [linkTo('costAttribution', { agent: ofSeries('agent') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 12,
        title: 'Agent run p95 by agent',
        description: `95th percentile of the durations of runs per interval, for the ${named} agents with the most.`,
        measure: 'agent_latency_p95',
        query: byAgent('agent_latency_p95'),
        links: [linkTo('latency', { agent: ofSeries('agent') })],
      },
      legends.highest
    ),
    table(
      {
        width: 24,
        height: 7,
        id: 14,
        title: 'All agents',
        description:
          'Runs of each agent, how many failed, the model calls and tool calls that it made, and what they cost; the 30 with the most runs.',
        query: ofAgents(
          'agent_runs',
          'agent_failures',
          'requests_per_agent_run',
          'cost_per_agent_run',
          'cost',
          'agent_latency_p95',
          'tool_calls',
          'tool_failure_rate'
        )
          .groupBy('agent')
          .top(30, 'agent_runs'),
      },
      { links: { Agent: [linkTo('conversations', { agent: ofCell() })] } }
    ),
  ];
}

function tools() {
  const third = { width: 8, height: 10 };
  return [
    ...strip(rows, [
      {
        id: 18,
        title: 'Tool calls',
        description: 'Tool calls (execute_tool), including failed ones, by agents or not.',
        measure: 'tool_calls',
      },
      { id: 19, title: 'Failed', description: 'Tool calls that ended with an error.', measure: 'tool_failures' },
      {
        id: 20,
        title: 'Tool failure rate',
        description: 'Failed tool calls divided by all tool calls. Orange from 5%, red from 20%.',
        measure: 'tool_failure_rate',
        missing: 'no tools',
      },
      {
        id: 21,
        title: 'Tool latency p95',
        description: '95th percentile of the durations of tool calls.',
        measure: 'tool_latency_p95',
        missing: 'no tools',
      },
    ]),
    stacked({
      ...third,
      id: 7,
      title: 'Tool calls by tool',
      description: `Tool calls per interval, for the ${named} tools with the most; the rest is "other".`,
      measure: 'tool_calls',
      query: series('tool_calls').groupBy('tool').top(named, 'tool_calls'),
    }),
    timeseries(
      {
        ...third,
        id: panels.toolFailuresByTool,
        title: 'Tool failure rate by tool',
        description: `Failed tool calls divided by all of the tool per interval, for the ${named} tools with the most calls.`,
        measure: 'tool_failure_rate',
        query: series('tool_failure_rate', 'tool_calls')
          .groupBy('tool')
          .top(named, 'tool_calls')
          .select('tool_failure_rate'),
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 9,
        title: 'Tool latency p95 by tool',
        description: `95th percentile of the durations of tool calls per interval, for the ${named} tools with the most.`,
        measure: 'tool_latency_p95',
        query: series('tool_latency_p95', 'tool_calls')
          .groupBy('tool')
          .top(named, 'tool_calls')
          .select('tool_latency_p95'),
      },
      legends.highest
    ),
    table({
      width: 24,
      height: 9,
      id: 13,
      title: 'Tools and their errors',
      description: 'Tool calls by tool and class of error, with who made them; "none" are those that succeeded.',
      query: rows('tool_calls', 'tool_latency_p95')
        .groupBy('tool', 'error_class', 'agent', 'feature')
        .top(30, 'tool_calls'),
    }),
  ];
}

function lists() {
  return [
    spansTable({
      width: 11,
      height: 11,
      id: 15,
      title: 'Longest agent runs',
      description: 'The 20 agent runs of the longest duration. The trace has the graph of what each run called.',
      missing:
        'No agent runs. Write a span with gen_ai.operation.name = invoke_agent and gen_ai.agent.name around each.',
      query: spans({
        of: ['agents'],
        groupBy: ['agent'],
        columns: ['duration', 'failed'],
        orderBy: 'duration',
        limit: 20,
      }),
    }),
    spansTable({
      width: 13,
      height: 11,
      id: 16,
      title: 'Latest failed tool calls',
      description: 'The 20 latest tool calls that failed, with the class of the error; its text is in the trace.',
      missing: 'No tool call failed in the time range.',
      query: spans({
        of: ['tools'],
        groupBy: ['tool', 'error_class'],
        columns: ['duration'],
        conditions: [{ on: 'failed' }],
        orderBy: 'time',
        limit: 20,
      }),
    }),
  ];
}

function mcp() {
  const missing =
    'No MCP calls. Instrument the MCP client: its spans have mcp.method.name, and server.address for servers over HTTP.';
  return [
    table({
      width: 24,
      height: 9,
      id: 17,
      title: 'Tool calls by MCP server',
      description:
        'Tool calls whose span names an MCP method, by server and tool. A local server has no address and is "unknown".',
      missing,
      query: rows('tool_calls', 'tool_failure_rate', 'tool_latency_p95')
        .filters([{ dimension: 'attr:mcp.method.name', operator: 'not_in', values: ['unknown'] }])
        .groupBy('attr:server.address', 'tool')
        .top(30, 'tool_calls'),
    }),
  ];
}
