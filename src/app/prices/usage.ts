import type { PresentModel } from '../../engine/pricing/resolve.ts';
import { askResource, askRows, numberOf, textOf, type Cell, type Range } from '../query.ts';
import type { SourceDescription } from '../../engine/source/description.ts';

/** What was used of one model, as spans name it. */
export interface Usage {
  /** Its names, the one that responded first. */
  models: PresentModel[];
  requests: number;
  /** US dollars; null where no call has a cost. */
  cost: number | null;
  reported: number;
  estimated: number;
  /** Requests without a price, at one that is a guess, and priced in part. */
  unpriced: number;
  assumed: number;
  partly: number;
}

const measures = (
  [
    ...['requests', 'cost', 'reported_cost', 'estimated_cost'],
    ...['unpriced_requests', 'assumed_requests', 'partly_priced_requests'],
  ] as const
).map((id) => ({ id }) as { id: 'requests' });

const groupBy = ['provider', 'response_model', 'model'] as const;

/** Asks for the models of a range, the one that cost most first. */
export async function usageOf(uid: string, range: Range): Promise<Usage[]> {
  const { rows } = await askRows(uid, { kind: 'measure', measures, groupBy: [...groupBy], filters: [] }, range);
  const amount = (cell: Cell | undefined) => numberOf(cell) ?? 0;
  const all = rows
    .map((row) => ({
      models: namesIn(row),
      requests: amount(row['requests']),
      cost: numberOf(row['cost']),
      reported: amount(row['reported_cost']),
      estimated: amount(row['estimated_cost']),
      unpriced: amount(row['unpriced_requests']),
      assumed: amount(row['assumed_requests']),
      partly: amount(row['partly_priced_requests']),
    }))
    .filter(({ models }) => models.length > 0)
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0) || b.requests - a.requests);
  return withoutUnanswered(all);
}

/** Adds calls that nobody answered, and which name only what was asked for, to those that were. */
function withoutUnanswered(all: readonly Usage[]): Usage[] {
  const answerOf = ({ models: [only, second] }: Usage): Usage | undefined =>
    second
      ? undefined
      : all.find(({ models: [, asked] }) => asked?.model === only?.model && asked?.provider === only?.provider);
  const merged = new Map(all.filter((one) => !answerOf(one)).map((one) => [one, one]));
  for (const one of all) {
    const answered = answerOf(one);
    const kept = answered && merged.get(answered);
    if (answered && kept) {
      merged.set(answered, {
        ...kept,
        cost: one.cost === null ? kept.cost : (kept.cost ?? 0) + one.cost,
        ...Object.fromEntries(added.map((name) => [name, kept[name] + one[name]])),
      });
    }
  }
  return [...merged.values()];
}

const added = ['requests', 'reported', 'estimated', 'unpriced', 'assumed', 'partly'] as const;

function namesIn(row: Record<string, Cell>): PresentModel[] {
  const known = (name: string) => (textOf(row[name]) === 'unknown' ? '' : textOf(row[name]));
  const models = [known('response_model'), known('model')].filter((model) => model !== '');
  return [...new Set(models)].map((model) => ({ provider: known('provider'), model }));
}

/** Names a model, with the provider where one is known. */
export const nameOf = ({ models: [first] }: Pick<Usage, 'models'>): string => first?.model ?? '';

export const keyOf = ({ models }: Pick<Usage, 'models'>): string =>
  models.map(({ provider, model }) => `${provider}/${model}`).join(' ');

const day = 86_400_000;

/** Asks which prices were synced, and what is wrong with them. */
export async function pricesOf(uid: string, now: number): Promise<Pick<SourceDescription, 'prices' | 'pricesProblem'>> {
  const body = { windows: [{ from: now - day, to: now }] };
  const { source } = await askResource<{ source: SourceDescription }>(uid, 'census', body);
  return source;
}

/** Reported costs of a model, and what the price table makes of the same calls, in US dollars. */
export interface Difference {
  reported: number;
  estimated: number | null;
}

/** Compares what was reported of a model with its price in the table. */
export async function differenceOf(uid: string, { models }: Usage, range: Range): Promise<Difference> {
  const [first] = models;
  const filters = [
    ...(first ? [{ dimension: 'response_model' as const, operator: 'in' as const, values: [first.model] }] : []),
    ...(first?.provider ? [{ dimension: 'provider' as const, operator: 'in' as const, values: [first.provider] }] : []),
    { dimension: 'cost_source' as const, operator: 'in' as const, values: ['reported'] },
  ];
  const { rows } = await askRows(
    uid,
    {
      kind: 'measure',
      measures: [{ id: 'reported_cost' }, { id: 'whatif_cost' }],
      groupBy: [],
      filters,
      ...(first ? { whatIf: { provider: first.provider, model: first.model } } : {}),
    },
    range
  );
  return { reported: numberOf(rows[0]?.['reported_cost']) ?? 0, estimated: numberOf(rows[0]?.['whatif_cost']) };
}

/** Costs of each model, as they are and at the price of another one, in US dollars. */
export async function atOtherPrice(
  uid: string,
  whatIf: PresentModel,
  range: Range
): Promise<{ name: string; cost: number | null; other: number | null }[]> {
  const { rows } = await askRows(
    uid,
    {
      kind: 'measure',
      measures: [{ id: 'cost' }, { id: 'whatif_cost' }],
      groupBy: ['response_model'],
      filters: [],
      whatIf,
    },
    range
  );
  return rows
    .map((row) => ({
      name: textOf(row['response_model']),
      cost: numberOf(row['cost']),
      other: numberOf(row['whatif_cost']),
    }))
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}
