import { priceBook } from '../pricing/book.ts';
import type { PresentModel } from '../pricing/resolve.ts';
import { priceSql, type Costs, type PriceSql } from '../pricing/sql.ts';
import { priceVersion } from '../pricing/version.ts';
import type { PriceSettings } from '../pricing/settings.ts';
import type { Settings } from '../settings.ts';
import type { Census } from '../source/census.ts';
import { call, column, equal, infix, number, text, type Expression } from '../sql/nodes.ts';
import { rowField, rowTime, type Parameters } from './context.ts';
import { notNegative } from './reader.ts';
import type { SpanField } from './spanfields.ts';

/** Columns with a row's place in the price table: of its own model, and of the one to compare with. */
export const priceColumn = '_price';
export const otherPriceColumn = '_other_price';

/** Canonical fields that a price depends on. */
export const pricedBy: readonly SpanField[] = [
  'provider',
  'requestModel',
  'responseModel',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'serviceTier',
];

/** The prices of the models that a table holds. Only what is present travels with a statement, and only if it is asked. */
export class Prices {
  private readonly census: Census | null;
  private readonly settings: PriceSettings;
  private readonly whatIf: PresentModel | undefined;
  private readonly parameters: Parameters;
  private made: PriceSql | undefined;

  constructor(census: Census | null, settings: Settings, whatIf: PresentModel | undefined, parameters: Parameters) {
    this.census = census;
    this.settings = settings.prices;
    this.whatIf = whatIf;
    this.parameters = parameters;
  }

  /** That of the price table, where the statement uses it. */
  get version(): string | undefined {
    return this.made && priceVersion(this.settings);
  }

  private get sql(): PriceSql {
    this.made ??= this.make();
    return this.made;
  }

  private make(): PriceSql {
    const { parameters, whatIf } = this;
    const book = priceBook(presentModels(this.census), this.settings, whatIf ? [whatIf] : []);
    return priceSql(book, (type, values) =>
      type === 'Array(String)' ? parameters.list(values.map(String)) : parameters.numbers(type, values)
    );
  }

  /** The place of a row's model in the table, 0 where it has none. */
  place(): Expression {
    const answered = column(rowField('responseModel'));
    const asked = column(rowField('requestModel'));
    return this.sql.priceId({
      provider: column(rowField('provider')),
      model: call('if', infix('!=', answered, text('')), answered, asked),
      requestModel: asked,
      time: column(rowTime),
      inputTotal: column(rowField('inputTokens')),
    });
  }

  /** The place of the model to compare with; undefined where the query names none. */
  otherPlace(): Expression | undefined {
    return this.whatIf
      ? this.sql.whatIfId(this.whatIf, { time: column(rowTime), inputTotal: column(rowField('inputTokens')) })
      : undefined;
  }

  costs(place: string): Costs {
    const tokens = (field: string): Expression => column(rowField(field));
    const orNone = (value: Expression): Expression => call('ifNull', value, number(0));
    const cached = infix('+', orNone(tokens('cacheReadTokens')), orNone(tokens('cacheWriteTokens')));
    return this.sql.costs(column(place), {
      uncachedInput: notNegative(infix('-', tokens('inputTokens'), cached)),
      cacheRead: tokens('cacheReadTokens'),
      cacheWrite: tokens('cacheWriteTokens'),
      output: tokens('outputTokens'),
      batch: equal(call('lower', column(rowField('serviceTier'))), text('batch')),
    });
  }
}

/** Every name that a row may be priced by. */
function presentModels(census: Census | null): PresentModel[] {
  const pairs = (census?.models ?? []).flatMap(([provider, asked, answered]) =>
    [asked, answered].filter((model) => model !== '').map((model) => ({ provider, model }))
  );
  const byText = new Map(pairs.map((pair) => [`${pair.provider}\n${pair.model}`, pair]));
  return [...byText.values()];
}
