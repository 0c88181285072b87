import { expect, test } from '@grafana/plugin-e2e';
import type { BacktestRequest, BacktestResult, Instance } from '../../src/engine/alerts/backtest/model.ts';
import { grafanaRule } from '../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../src/engine/alerts/index.ts';
import { labelsOf, type AlertRule } from '../../src/engine/alerts/rule.ts';
import { STORY, type ChapterId } from '../../tools/demo/data/story.ts';
import { datasourceUid } from '../../tools/demo/grafana/names.ts';

const minute = 60_000;
const interval = 600;

/** The incident that each rule is about; other rules are replayed over the provider's outage. */
const incidents: Partial<Record<string, ChapterId>> = {
  'genai-faithfulness-drop': 'bad-prompt',
  'genai-evaluation-drop': 'bad-prompt',
  'genai-tool-failures': 'failing-tool',
  'genai-cost-per-request': 'prompt-bloat',
  'genai-budget-burn': 'runaway-agent',
  'genai-budget-soft': 'runaway-agent',
  'genai-budget-hard': 'runaway-agent',
};

/** They catch a request that hangs, and nothing else: how long a replay takes depends on the machine. */
const hang = { request: 600_000, test: 1_500_000 };

/** Whether a rule reads baseline windows, which takes Grafana several times as long at each evaluation. */
const hasBaseline = ({ data }: ReturnType<typeof grafanaRule>) => data.some(({ model }) => 'baseline' in model);

/** Returns a window from before the incident until it has ended or lasted for two hours; on whole intervals. */
function windowOf(rule: AlertRule, now: number): { from: number; to: number } {
  const chapter = STORY.find(({ id }) => id === (incidents[rule.uid] ?? 'provider-outage'));
  const begin = chapter?.from ?? 0;
  // A rule that does not fire has nothing to show after the first minutes.
  const isBrief = !firing.includes(rule.uid) && hasBaseline(grafanaRule(rule, datasourceUid));
  const end = Math.min(chapter?.to ?? 0, begin + (isBrief ? 0 : 120));
  const whole = (minutes: number) => Math.floor((now + minutes * minute) / (interval * 1000)) * interval * 1000;
  return { from: whole(begin - 30), to: whole(Math.min(end + 60, -5)) };
}

type Frame = {
  schema: { fields: { labels?: Record<string, string> }[] };
  data: { values: [number[], ...(string | null)[][]] };
};

/** Returns the state in Grafana's history at a time: null for no data, and for a missing series. */
function stateAt(instance: Instance | undefined, time: number): string | null {
  const changes = instance?.changes.filter(({ at }) => at <= time) ?? [];
  const last = changes[changes.length - 1];
  return !last || last.state === 'NoData' ? null : last.state + (last.reason ? ` (${last.reason})` : '');
}

for (const rule of alertRules) {
  test(`${rule.uid}: the replay is Grafana's own backtest, evaluation by evaluation`, async ({ request }) => {
    test.setTimeout(hang.test);
    const made = grafanaRule(rule, datasourceUid);
    const { from, to } = windowOf(rule, Date.now());
    const asked: BacktestRequest = {
      rule: {
        condition: made.condition,
        data: made.data,
        noDataState: made.noDataState,
        execErrState: made.execErrState,
        for: rule.pending,
      },
      from,
      to,
      interval,
    };
    const post = async (path: string, data: unknown): Promise<unknown> => {
      const response = await request.post(path, { data, timeout: hang.request });
      expect(response.ok(), await response.text()).toBe(true);
      return response.json();
    };
    const ours = (await post(`/api/datasources/uid/${datasourceUid}/resources/backtest`, asked)) as BacktestResult;
    const theirs = (await post('/api/v1/rule/backtest', {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      interval: `${interval}s`,
      condition: made.condition,
      data: made.data,
      for: made.for,
      title: made.title,
      no_data_state: made.noDataState,
    })) as Frame;

    const names = [...labelsOf(rule), 'datasource_uid', 'ref_id'];
    const keyOf = (labels: Record<string, string> = {}) =>
      JSON.stringify(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
    const instances = new Map(ours.instances.map((instance) => [keyOf(instance.labels), instance]));
    const [times, ...columns] = theirs.data.values;
    const differences = columns.flatMap((states, index) => {
      const key = keyOf(theirs.schema.fields[index + 1]?.labels);
      return times.flatMap((time, row) => {
        const own = stateAt(instances.get(key), time);
        // Grafana forgets a series once it has been resolved as missing.
        const same = own === states[row] || (states[row] === null && own?.includes('MissingSeries'));
        return same ? [] : [`${key} at ${new Date(time).toISOString()}: ${own} instead of ${states[row]}`];
      });
    });
    expect(differences).toEqual([]);
    expect(times.length).toBeGreaterThan(5);
    expect(columns.length).toBeGreaterThan(0);
    expect(ours.instances.length).toBe(columns.length);
    expect(ours.firings > 0, `${ours.firings} firings`).toBe(firing.includes(rule.uid));
  });
}

/** The rules that fire in the window of their incident. */
const firing = [
  ...Object.keys(incidents).filter((uid) => !['genai-budget-soft', 'genai-budget-hard'].includes(uid)),
  'genai-error-rate',
  'genai-rate-limit-storm',
  'genai-unpriced-model',
];
