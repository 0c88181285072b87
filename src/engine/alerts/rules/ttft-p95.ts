import { dashboards, panelOf } from '../dashboards.ts';
import { enough, slower } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, seconds } from '../texts.ts';

export const ttftP95: AlertRule = {
  uid: 'genai-ttft-p95',
  title: 'First token over the SLA',
  question: 'Do people wait too long for the first token of a streamed answer?',
  statement: measured({
    measures: [
      { id: 'streamed_requests', name: 'streamed' },
      { id: 'ttft_p95', name: 'p95' },
      { id: 'ttft_p50', name: 'p50' },
    ],
    groupBy: ['provider', 'model'],
  }),
  groupable: ['provider', 'model', 'feature', 'team', 'user_tier', 'customer', 'service'],
  window: 30 * 60,
  show: { N: 'streamed', A: 'p95', M: 'p50' },
  value: 'A',
  guards: [enough('streamed', { refId: 'N', number: 50, means: 'streamed requests in the window: enough for a p95' })],
  trigger: [slower('p95', 'Maximum p95', 'p95 time to first token: your SLA', { refId: 'A', number: 5 })],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window, number }) => ({
    summary: `The first token of ${label('model')} takes ${seconds('A')}`,
    description: `Over the last ${window}, one in twenty of the ${count('N')} streamed calls of ${label('model')} at ${label('provider')} waited ${seconds('A')} or longer for the first token, more than ${number('p95')} s; half of them waited less than ${seconds('M')}. The usual causes are long prompts without a cache hit and a provider under load.`,
  }),
  panel: panelOf(dashboards.latency, 'firstTokenByModel'),
};
