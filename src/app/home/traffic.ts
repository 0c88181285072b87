import { askRows, numberOf, textOf, type Range } from '../query.ts';

export interface Traffic {
  requests: number;
  errors: number;
  /** Shares of requests; null where it cannot be told. */
  priced: number | null;
  tokens: number | null;
  feature: number | null;
  prompt: number | null;
  /** Services with calls, those with the most first. */
  services: string[];
}

const coverages = ['priced_share', 'token_coverage', 'feature_coverage', 'prompt_coverage'] as const;

/** Asks for the calls of a range, and how much of what dashboards need they say. */
export async function trafficOf(uid: string, range: Range): Promise<Traffic> {
  const measures = (['requests', 'errors', ...coverages] as const).map((id) => ({ id }));
  const [{ rows: all }, { rows: by }] = await Promise.all([
    askRows(uid, { kind: 'measure', measures, groupBy: [], filters: [] }, range),
    askRows(uid, { kind: 'measure', measures: [{ id: 'requests' }], groupBy: ['service'], filters: [] }, range),
  ]);
  const of = (name: string) => numberOf(all[0]?.[name]);
  const services = by
    .map(({ service, requests }) => ({ name: textOf(service), requests: numberOf(requests) ?? 0 }))
    .sort((a, b) => b.requests - a.requests);
  return {
    requests: of('requests') ?? 0,
    errors: of('errors') ?? 0,
    priced: of('priced_share'),
    tokens: of('token_coverage'),
    feature: of('feature_coverage'),
    prompt: of('prompt_coverage'),
    services: services.map(({ name }) => name),
  };
}
