import pc from 'picocolors';
import { STORY } from '../data/story.ts';
import { demoUser } from '../grafana/names.ts';

/** Suggests commands to run while the demo is running. */
export function nextText({ url, t0 }: { url: string; t0: number }): string {
  const { user, password } = demoUser;
  const questions = [
    ['prompts compare support-answer v7 v8', 'is v8 worse?'],
    ['alerts backtest genai-faithfulness-drop --from now-24h', 'since when would it have fired?'],
    [`alerts suggest genai-error-rate --incident ${outage(t0)}`, 'what catches the outage?'],
    ['inspect', 'what do the spans contain, and what is missing?'],
    ['explain docs/examples/cost-by-feature.json', 'which SQL does a query become, and why?'],
  ];
  return [
    `\n${pc.bold('Ask next')}, in another terminal; each takes --url ${url} --user ${user} --password ${password}, or once:`,
    `  export GENAI_CLICKHOUSE_URL=${url} GENAI_CLICKHOUSE_USER=${user} GENAI_CLICKHOUSE_PASSWORD=${password}`,
    ...questions.map(([command, question]) => `  npm run cli -- ${command} ${pc.dim(`# ${question}`)}`),
    'Traffic continues. --all shows every panel, --watch repeats every minute. Press Ctrl-C to stop everything.',
  ].join('\n');
}

/** Returns the time of the provider's outage: `2026-11-28T07:50Z/2026-11-28T09:50Z`. */
function outage(t0: number): string {
  const chapter = STORY.find(({ id }) => id === 'provider-outage');
  return [chapter?.from ?? 0, chapter?.to ?? 0]
    .map((minutes) => `${new Date(t0 + minutes * 60_000).toISOString().slice(0, 16)}Z`)
    .join('/');
}
