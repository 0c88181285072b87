import type { SpanField } from '../../canonical/spanfield.ts';
import { rowTime } from './columnnames.ts';
import type { FieldColumn } from './fieldcolumns.ts';
import type { Parameters } from './parameters.ts';
import type { Settings } from '../../settings/settings.ts';
import { priceBook } from '../../pricing/book.ts';
import type { PresentModel } from '../../pricing/resolve.ts';
import { priceSql, type Costs, type PriceSql } from '../../pricing/sql.ts';
import { priceVersion } from '../../pricing/version.ts';
import type { Census } from '../../source/census.ts';
import { isNothing, notNegative } from '../../sql/missing.ts';
import { call, column, equal, infix, number, text, type Expression } from '../../sql/nodes.ts';

/** Columns with the index of a row in the price table: for its own model, and for the comparison model. */
export const priceColumn = '_price';
export const otherPriceColumn = '_other_price';

/** The canonical fields that a price depends on. */
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

interface Known {
  census: Census | null;
  settings: Settings;
  parameters: Parameters;
  fieldColumn: FieldColumn;
}

/** The prices of the models in a table. Only present models are sent with a statement, and only if it needs prices. */
export class Prices {
  private readonly known: Known;
  private readonly whatIf: PresentModel | undefined;
  private made: PriceSql | undefined;

  constructor(known: Known, whatIf: PresentModel | undefined) {
    this.known = known;
    this.whatIf = whatIf;
  }

  /** The version of the price table, if the statement uses it. */
  get version(): string | undefined {
    return this.made && priceVersion(this.known.settings.prices);
  }

  private get sql(): PriceSql {
    this.made ??= this.make();
    return this.made;
  }

  private make(): PriceSql {
    const { whatIf } = this;
    const { census, settings, parameters } = this.known;
    const book = priceBook(presentModels(census), settings.prices, whatIf ? [whatIf] : []);
    return priceSql(book, (type, values) =>
      type === 'Array(String)' ? parameters.list(values.map(String)) : parameters.numbers(type, values)
    );
  }

  /** The index of a row's model in the table, 0 if it has none. */
  place(): Expression {
    const { fieldColumn } = this.known;
    const [asked, answered] = [fieldColumn('requestModel'), fieldColumn('responseModel')];
    return this.sql.priceId({
      provider: fieldColumn('provider'),
      ...(isNothing(answered)
        ? { model: asked }
        : { model: call('if', infix('!=', answered, text('')), answered, asked), requestModel: asked }),
      time: column(rowTime),
      inputTotal: fieldColumn('inputTokens'),
    });
  }

  /** The index of the comparison model; undefined if the query names none. */
  otherPlace(): Expression | undefined {
    return this.whatIf
      ? this.sql.whatIfId(this.whatIf, { time: column(rowTime), inputTotal: this.known.fieldColumn('inputTokens') })
      : undefined;
  }

  costs(place: string): Costs {
    const { fieldColumn } = this.known;
    const known = (field: SpanField): Expression | undefined =>
      isNothing(fieldColumn(field)) ? undefined : fieldColumn(field);
    const [cacheRead, cacheWrite, tier] = [known('cacheReadTokens'), known('cacheWriteTokens'), known('serviceTier')];
    const cached = [cacheRead, cacheWrite].filter((tokens) => tokens !== undefined);
    const input = fieldColumn('inputTokens');
    return this.sql.costs(column(place), {
      uncachedInput:
        cached.length > 0
          ? notNegative(infix('-', input, ...cached.map((tokens) => call('ifNull', tokens, number(0)))))
          : input,
      cacheRead,
      cacheWrite,
      output: known('outputTokens'),
      batch: tier && equal(call('lower', tier), text('batch')),
    });
  }
}

/** Lists all names by which a row may be priced. */
function presentModels(census: Census | null): PresentModel[] {
  const pairs = (census?.models ?? []).flatMap(([provider, asked, answered]) =>
    [asked, answered].filter((model) => model !== '').map((model) => ({ provider, model }))
  );
  const byText = new Map(pairs.map((pair) => [`${pair.provider}\n${pair.model}`, pair]));
  return [...byText.values()];
}
