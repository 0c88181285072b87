import { dashboards, panelOf } from '../dashboards.ts';
import { enough, slower } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, seconds } from '../texts.ts';

export const ttftP95: AlertRule = {
  uid: 'genai-ttft-p95',
  title: 'First token over the SLA',
  question: 'Do people wait too long until the first word of a streamed answer?',
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
  trigger: [slower('p95', 'Longest p95', 'p95 of the time to the first token: your SLA', { refId: 'A', number: 5 })],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window, number }) => ({
    summary: `First token of ${label('model')} takes ${seconds('A')}`,
    description: `One in twenty streamed calls of ${label('model')} at ${label('provider')} waited ${seconds('A')} or longer for its first token over the last ${window}, more than ${number('p95')} s; half of them waited less than ${seconds('M')}. From ${count('N')} streamed requests. Long prompts without a cache hit and a provider under load are the usual causes.`,
  }),
  panel: panelOf(dashboards.latency, 'firstTokenByModel'),
};
