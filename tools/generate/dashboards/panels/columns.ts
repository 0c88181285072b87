import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** Shorter headings of titles that are wider than their cells: Grafana 12.2 does not wrap them, and cuts them off. */
const short: Record<string, string> = {
  'Cost per request': 'Cost each',
  'Cost per thousand tokens': 'Cost per 1k',
  'Cost per conversation': 'Cost each',
  'Cost per agent run': 'Cost per run',
  'Requests per agent run': 'Calls per run',
  'Agent failures': 'Failed',
  'Agent latency p95': 'Run p95',
  'Tool failure rate': 'Tool failures',
  'Tool latency p95': 'Tool p95',
  'Prompt cache hit rate': 'Cache hits',
  'Requests with cached input': 'With cache',
  'Cache read tokens': 'Read tokens',
  'Cache write tokens': 'Written tokens',
  'Cache savings': 'Saved',
  'Response cache hits': 'Answered',
  'Input tokens': 'Input',
  'Output tokens': 'Output',
  'Reasoning tokens': 'Reasoning',
  'Tokens per request': 'Tokens each',
  'Time to first token': 'TTFT',
  'Time to first token p50': 'TTFT p50',
  'Time to first token p95': 'TTFT p95',
  'Time per output token p95': 'TPOT p95',
  'Output tokens per second': 'Tokens/s',
  'Context used p95': 'Context p95',
  'Context used maximum': 'Context max',
  'Context used': 'Context',
  'Rate limit errors': 'Rate limits',
  'Server errors': 'Server',
  'Context overflow errors': 'Overflows',
  'Retried requests': 'Retried',
  'Prompt version': 'Version',
  'Finish reason': 'Finish',
  'Evaluator version': 'Version',
  'Scores without their call': 'Unmatched',
  'Unpriced requests': 'Unpriced',
  'Forecast share': 'Share',
  'Burn rate, 1 h': 'Burn, 1 h',
  'Burn rate, 6 h': 'Burn, 6 h',
  'Distinct prompts': 'Distinct',
  'Avoidable requests': 'Avoidable',
  'Avoidable share': 'Share',
  'Avoidable tokens': 'Tokens',
  'Avoidable cost': 'Cost',
};

/** Pixels that a heading needs besides its text: padding and the arrow of the order. */
const besides = 26;
/** Pixels of a character of a heading, and of a cell. */
const character = { heading: 7, cell: 7.5 };

/** The usual length of the cells of a column, in characters, by its title. Numbers are short. */
const lengths: Record<string, number> = {
  Feature: 20,
  Model: 23,
  'Response model': 24,
  Prompt: 20,
  Provider: 12,
  Service: 15,
  Customer: 16,
  User: 20,
  Repository: 20,
  Conversation: 27,
  Agent: 15,
  Tool: 16,
  Workflow: 16,
  'Error class': 16,
  'Finish reason': 13,
  Evaluation: 15,
  Evaluator: 15,
  Instrumentation: 16,
  Time: 19.6,
  time: 19.6,
  'First seen': 19.6,
  'Last seen': 19.6,
  Trace: 10,
  Measure: 26,
  Verdict: 16,
  'Deployment source': 12,
  Budget: 16,
  Period: 7,
  title: 29,
};
const lengthOfNumbers = 8;

/** Pixels that the text of a link needs besides, and columns whose cells the data source gives a link. */
const ofLink = 12;
const linked = ['Trace', 'Conversation'];

/** Returns the least width at which neither a column's heading nor its usual cells are cut off. */
function widthOf(title: string, heading: string, isLinked: boolean): number {
  const cell = (lengths[title] ?? lengthOfNumbers) * character.cell + 12 + (isLinked ? ofLink : 0);
  return Math.ceil(Math.max(heading.length * character.heading + besides, cell) / 5) * 5;
}

/** What a column is as wide as, and is called, by its title. */
export function columnOf(title: string, heading = short[title] ?? title, isLinked = false): DynamicConfigValue[] {
  return [
    { id: 'custom.minWidth', value: widthOf(title, heading, isLinked || linked.includes(title)) },
    ...(heading === title ? [] : [{ id: 'displayName', value: heading }]),
  ];
}
