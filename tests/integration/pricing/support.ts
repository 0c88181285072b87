import { expect } from 'vitest';
import { priceBook } from '../../../src/engine/pricing/book.ts';
import type { PresentModel } from '../../../src/engine/pricing/resolve.ts';
import { defaultPriceSettings, priceSettings, type PriceSettings } from '../../../src/engine/settings/prices.ts';
import type { Costs, Used } from '../../../src/engine/pricing/costsql.ts';
import { priceSql, type AddArray } from '../../../src/engine/pricing/sql.ts';
import { column, parameter, table, type Expression, type Select } from '../../../src/engine/sql/nodes.ts';
import { escapeArrayParameter } from '../../../src/engine/sql/escape.ts';
import { print } from '../../../src/engine/sql/print.ts';
import { startClickHouse } from '../../../tools/clickhouse/start.ts';

export interface Call {
  provider: string;
  model: string;
  requestModel: string;
  /** Such as `2026-03-12 23:59:59.999999999`, in UTC. */
  time: string;
  uncachedInput: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  output: number | null;
  /** The service tier. */
  tier: string;
  cacheWrite1h: number | null;
  inputAudio: number | null;
  cacheReadAudio: number | null;
  outputAudio: number | null;
  inputImage: number | null;
  outputImage: number | null;
  webSearch: number | null;
}

export type Priced = { priceId: number } & { [Name in keyof Costs]: number | null };

export interface Options {
  settings?: Partial<PriceSettings>;
  whatIf?: PresentModel;
  /** By default, the models of the calls. */
  present?: readonly PresentModel[];
}

export interface Statement {
  sql: string;
  params: Record<string, string>;
}

export const call = (provider: string, model: string, more: Partial<Call> = {}): Call => ({
  ...{ provider, model, requestModel: '', time: '2026-09-01 12:00:00' },
  ...{ uncachedInput: 1e6, cacheRead: 0, cacheWrite: 0, output: 1e6, tier: '' },
  ...{ cacheWrite1h: null, inputAudio: null, cacheReadAudio: null, outputAudio: null },
  ...{ inputImage: null, outputImage: null, webSearch: null },
  ...more,
});

export const settingsOf = (settings: unknown): PriceSettings => priceSettings.parse(settings);

const inputs = {
  provider: column('provider'),
  model: column('model'),
  requestModel: column('requestModel'),
  time: column('time'),
  inputTotal: column('inputTotal'),
  tier: column('tier'),
};

/** What a call may use beside its input. */
const further = [
  ...(['output', 'cacheRead', 'cacheWrite', 'cacheWrite1h', 'inputAudio', 'cacheReadAudio', 'outputAudio'] as const),
  ...(['inputImage', 'outputImage', 'webSearch'] as const),
];

/** The columns of what any of the calls uses, as if a census had seen them. */
function usedBy(calls: readonly Call[]): Used {
  const some = further.filter((name) => calls.some((one) => one[name] !== null));
  return {
    input: column('inputTotal'),
    ...Object.fromEntries(some.map((name) => [name, column(name)])),
    ...(isTiered(calls) ? { tier: column('tier') } : {}),
  };
}

const isTiered = (calls: readonly Call[]): boolean => calls.some(({ tier }) => tier !== '');

/** Builds the statement that prices every row of the table `calls`, in the order of `number`. */
export function statement(calls: readonly Call[], { settings, whatIf, present }: Options = {}): Statement {
  const models = present ?? calls.flatMap(presentOf);
  const book = priceBook(models, { ...defaultPriceSettings, ...settings }, whatIf ? [whatIf] : []);
  const params: Record<string, string> = {};
  const add: AddArray = (type, values) => {
    const text = type === 'Array(String)' ? escapeArrayParameter(values.map(String)) : `[${values.join(',')}]`;
    const known = Object.keys(params).find((name) => params[name] === text);
    const name = known ?? `p${Object.keys(params).length}`;
    params[name] = text;
    return parameter(name, type);
  };
  const prices = priceSql(book, add);
  const { tier, ...untiered } = inputs;
  const row = isTiered(calls) ? { ...untiered, tier } : untiered;
  const priceId = whatIf ? prices.whatIfId(whatIf, row) : prices.priceId(row);
  const inner: Select = {
    kind: 'select',
    columns: [
      ...[...Object.keys(inputs), ...further, 'number'].map((as) => ({ as, value: column(as) })),
      { as: '_price', value: priceId },
    ],
    from: table('calls'),
  };
  const columns: Record<string, Expression> = {
    priceId: column('_price'),
    ...prices.costs(column('_price'), usedBy(calls)),
  };
  const select: Select = {
    kind: 'select',
    columns: Object.entries(columns).map(([as, value]) => ({ as, value })),
    from: { kind: 'query', query: inner },
    orderBy: [{ by: column('number'), direction: 'ASC' }],
  };
  return { sql: print(select), params };
}

export const presentOf = ({ provider, model, requestModel }: Call): PresentModel[] =>
  [...new Set([model, requestModel])].filter(Boolean).map((name) => ({ provider, model: name }));

export interface Prices {
  price(calls: readonly Call[], options?: Options): Promise<Priced[]>;
  types(calls: readonly Call[], options?: Options): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a ClickHouse to price calls. */
export async function startPrices(): Promise<Prices> {
  const server = await startClickHouse();

  async function post(query: string, params: Record<string, string> = {}): Promise<string> {
    const form = new FormData();
    Object.entries(params).forEach(([name, value]) => form.append(`param_${name}`, value));
    form.append('query', query);
    const response = await fetch(server.url, { method: 'POST', body: form });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${text}\n${query}\n${JSON.stringify(params)}`);
    }
    return text;
  }

  async function ask(calls: readonly Call[], options: Options = {}) {
    await post(`CREATE OR REPLACE TABLE calls (
      number UInt32, provider String, model String, requestModel String, time DateTime64(9, 'Asia/Tokyo'),
      uncachedInput Nullable(Float64), cacheRead Nullable(Float64), cacheWrite Nullable(Float64),
      output Nullable(Float64), inputTotal Nullable(Float64), tier String, ${further
        .filter((name) => !['output', 'cacheRead', 'cacheWrite'].includes(name))
        .map((name) => `${name} Nullable(Float64)`)
        .join(', ')}) ENGINE = MergeTree ORDER BY number`);
    const rows = calls.map((one, number) => ({
      ...one,
      number,
      time: `${one.time.replace(' ', 'T')}Z`,
      inputTotal: inputTotal(one),
    }));
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    await post(`INSERT INTO calls SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${text}`);
    const { sql, params } = statement(calls, options);
    const answer = await post(`${sql}\nFORMAT JSON`, params);
    return { sql, ...(JSON.parse(answer) as { data: Priced[]; meta: { type: string }[] }) };
  }

  return {
    price: async (calls, options) => (await ask(calls, options)).data,
    types: async (calls, options) => (await ask(calls, options)).meta.map(({ type }) => type),
    close: server.close,
  };
}

export function inputTotal({ uncachedInput, cacheRead, cacheWrite }: Call): number | null {
  if (uncachedInput === null && !cacheRead && !cacheWrite) {
    return null;
  }
  const known = [uncachedInput, cacheRead, cacheWrite].filter((tokens) => tokens !== null);
  return known.length === 0 ? null : known.reduce((sum, tokens) => sum + tokens, 0);
}

/** Compares costs call by call, with the statement in the message if they differ. */
export function expectCosts(
  calls: readonly Call[],
  actual: readonly (number | null)[],
  expected: readonly (number | null)[],
  options?: Options
): void {
  const different = calls.findIndex((_, index) => !isClose(actual[index], expected[index]));
  if (different >= 0) {
    const { sql, params } = statement(calls, options);
    const what = `${JSON.stringify(calls[different])}\n${sql}\n${JSON.stringify(params)}`;
    expect(actual[different], what).toBe(expected[different]);
  }
}

function isClose(actual: number | null | undefined, expected: number | null | undefined): boolean {
  return typeof actual === 'number' && typeof expected === 'number'
    ? Math.abs(actual - expected) <= 1e-9 * Math.max(1e-6, Math.abs(expected))
    : actual === expected;
}
