import { datasourceUid } from './names.ts';

const TIMEOUT_MS = 30_000;

/** The parts of Grafana's HTTP responses that are used. */
export interface RuleState {
  name: string;
  health: string;
  lastError?: string;
  duration: number;
  lastEvaluation: string;
  alerts?: Array<{ state: string; activeAt: string; labels: Record<string, string>; value: string }>;
}

interface RuleGroups {
  data: { groups: Array<{ name: string; interval: number; rules: RuleState[] }> };
}

export interface HealthCheck {
  status: string;
  message: string;
}

export interface GrafanaApi {
  answers(): Promise<boolean>;
  datasourceHealth(): Promise<HealthCheck>;
  rules(): Promise<Array<RuleState & { interval: number }>>;
}

export function grafanaApi(url: string): GrafanaApi {
  const get = async <Body>(path: string, acceptFailure = false): Promise<Body> => {
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok && !acceptFailure) {
      throw new Error(`Grafana responded to ${path} with ${response.status}: ${(await response.text()).slice(0, 500)}`);
    }
    return (await response.json()) as Body;
  };
  return {
    answers: () =>
      get<{ database: string }>('/api/health').then(
        ({ database }) => database === 'ok',
        () => false
      ),
    datasourceHealth: () => get(`/api/datasources/uid/${datasourceUid}/health`, true),
    rules: async () =>
      (await get<RuleGroups>('/api/prometheus/grafana/api/v1/rules')).data.groups.flatMap(({ interval, rules }) =>
        rules.map((rule) => ({ ...rule, interval }))
      ),
  };
}
