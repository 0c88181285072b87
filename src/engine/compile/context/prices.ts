import type { SpanField } from '../../canonical/spanfield.ts';
import { rowTime } from './columnnames.ts';
import { callSizes } from '../../pricing/callsizes.ts';
import type { FieldColumn } from './fieldcolumns.ts';
import type { Parameters } from './parameters.ts';
import type { Notice } from '../../host.ts';
import { modelsLeftOut } from '../../messages.ts';
import type { Settings } from '../../settings/settings.ts';
import { priceBook, type PriceBook } from '../../pricing/book.ts';
import type { PresentModel } from '../../pricing/resolve.ts';
import type { Costs, Used } from '../../pricing/costsql.ts';
import { priceSql, type PriceSql } from '../../pricing/sql.ts';
import { priceProblems, withSynced } from '../../pricing/synced.ts';
import { builtIn, type PriceTable } from '../../pricing/table.ts';
import { priceMeta, priceVersion, type PriceMeta } from '../../pricing/version.ts';
import type { SourceDescription } from '../../source/description.ts';
import type { Census } from '../../source/census.ts';
import { isNothing } from '../../sql/missing.ts';
import { call, column, from, infix, number, text, type Expression, type Select } from '../../sql/nodes.ts';

/** Columns with the index of a row in the price table: for its own model, and for the comparison model. */
export const priceColumn = '_price';
export const otherPriceColumn = '_other_price';

/** What a row's price says, each a column because several fields refer to it. */
export const pricedColumns = {
  /** The estimated cost in USD. Nullable(Float64). */
  estimated: '_estimated',
  /** How sure the estimate is: 0 if it is, 1 if the price is assumed, 2 if it is for a part of what was used only. */
  doubt: '_doubt',
  /** Whether the census has not seen the row's model, so that nothing is known of its price. UInt8. */
  isUnseen: '_unseen_model',
  whatIf: '_what_if',
  cacheSavings: '_cache_savings',
  contextWindow: '_context_window',
} as const;

export type PricedColumn = keyof typeof pricedColumns;

/** What a row uses that has a price, and the canonical field that says how much. */
const usedFields = {
  input: 'inputTokens',
  output: 'outputTokens',
  cacheRead: 'cacheReadTokens',
  cacheWrite: 'cacheWriteTokens',
  cacheWrite1h: 'cacheWrite1hTokens',
  inputAudio: 'inputAudioTokens',
  inputImage: 'inputImageTokens',
  cacheReadAudio: 'cacheReadAudioTokens',
  cacheReadImage: 'cacheReadImageTokens',
  outputAudio: 'outputAudioTokens',
  outputImage: 'outputImageTokens',
  webSearch: 'webSearches',
} as const satisfies Partial<Record<keyof Used, SpanField>>;

/** The canonical fields that a price depends on. */
export const pricedBy: readonly SpanField[] = [
  ...(['provider', 'requestModel', 'responseModel', 'serviceTier'] as const),
  ...Object.values(usedFields),
];

/** Columns of rows that stand for several calls. */
interface Grouped {
  size?: Expression;
  calls?: Expression;
}

interface Known {
  census: Census | null;
  settings: Settings;
  parameters: Parameters;
  fieldColumn: FieldColumn;
  source: Pick<SourceDescription, 'prices' | 'pricesProblem'>;
}

/** The prices of the models in a table. Only present models are sent with a statement, and only if it needs prices. */
export class Prices {
  private readonly known: Known;
  private readonly whatIf: PresentModel | undefined;
  private looked: PriceBook | undefined;
  private made: PriceSql | undefined;
  /** What users must know of the prices that the statement uses. */
  notices: readonly Notice[] = [];
  /** Whether there are more models than the statement can hold, so that looking again would not find more. */
  isCut = false;

  constructor(known: Known, whatIf: PresentModel | undefined) {
    this.known = known;
    this.whatIf = whatIf;
  }

  /** The price table, if the statement uses it: its version with the user's own prices, and where it comes from. */
  get meta(): { prices: string; pricesMeta: PriceMeta } | undefined {
    return (
      this.made && {
        prices: priceVersion(this.known.settings.prices, this.table),
        pricesMeta: priceMeta(this.known.source.prices),
      }
    );
  }

  private get table(): PriceTable {
    const { prices } = this.known.source;
    return prices ? withSynced(prices) : builtIn;
  }

  private get sql(): PriceSql {
    this.made ??= priceSql(this.book, (type, values) => this.known.parameters.ours(type, values));
    return this.made;
  }

  private get book(): PriceBook {
    this.looked ??= this.lookUp();
    return this.looked;
  }

  private lookUp(): PriceBook {
    const { whatIf } = this;
    const { census, settings, source } = this.known;
    const book = priceBook(presentModels(census), settings.prices, whatIf ? [whatIf] : [], this.table);
    const isCut = census?.modelsCut === true || book.leftOut > 0;
    this.isCut = isCut;
    const texts = [...priceProblems(source), ...(isCut ? [modelsLeftOut(book.keys.length)] : [])];
    this.notices = texts.map((text) => ({ severity: 'warning', text }));
    return book;
  }

  /** Whether no price changes within steps of so many seconds, nor between sizes of calls that are added up together. */
  isConstantWithin(seconds: number): boolean {
    const { byDay, bySecond, levels } = this.book;
    return (
      [...byDay.boundaries, ...bySecond.boundaries].every((boundary) => boundary % seconds === 0) &&
      levels.every(({ next }) => next === undefined || (callSizes as readonly number[]).includes(next))
    );
  }

  /**
   * Adds to the rows the given columns, and those that they are computed from. Rows that stand for several calls say how many
   * in `calls`, and in `size` by how many input tokens each is priced.
   */
  withColumns(rows: Select, asked: readonly PricedColumn[], of: Grouped = {}): Select {
    const all = asked.map((name) => ({ as: pricedColumns[name], value: this.column(name, of) }));
    const other = asked.includes('whatIf') ? this.otherPlace(of) : undefined;
    return {
      kind: 'select',
      columns: [{ as: '*', value: column('*') }, ...all],
      from: from({
        kind: 'select',
        columns: [
          { as: '*', value: column('*') },
          { as: priceColumn, value: this.place(of) },
          ...(other ? [{ as: otherPriceColumn, value: other }] : []),
        ],
        from: from(rows),
      }),
    };
  }

  private column(name: PricedColumn, of: Grouped): Expression {
    if (name === 'isUnseen') {
      return this.isUnseen();
    }
    const { cost, isPartial, isAssumed, ...others } = this.costs(
      name === 'whatIf' ? otherPriceColumn : priceColumn,
      of
    );
    switch (name) {
      case 'estimated':
      case 'whatIf':
        return cost;
      case 'doubt':
        return call('multiIf', isPartial, number(2), isAssumed, number(1), number(0));
      default:
        return others[name];
    }
  }

  /** The index of a row's model in the table, 0 if it has none. */
  private place(of: Grouped): Expression {
    return this.sql.priceId({ ...this.named(), ...this.where(of) });
  }

  private isUnseen(): Expression {
    return this.known.census ? this.sql.isUnseen(column(priceColumn), this.named()) : number(0);
  }

  private named() {
    const { fieldColumn } = this.known;
    const [asked, answered] = [fieldColumn('requestModel'), fieldColumn('responseModel')];
    return {
      provider: fieldColumn('provider'),
      ...(isNothing(answered)
        ? { model: asked }
        : { model: call('if', infix('!=', answered, text('')), answered, asked), requestModel: asked }),
    };
  }

  /** The index of the comparison model; undefined if the query names none. */
  private otherPlace(of: Grouped): Expression | undefined {
    return this.whatIf ? this.sql.whatIfId(this.whatIf, this.where(of)) : undefined;
  }

  private where({ size }: Grouped) {
    return { time: column(rowTime), inputTotal: size ?? this.known.fieldColumn('inputTokens'), tier: this.tier };
  }

  private get tier(): Expression | undefined {
    const tier = this.known.fieldColumn('serviceTier');
    return isNothing(tier) ? undefined : call('lower', tier);
  }

  private costs(place: string, { calls }: Grouped): Costs {
    const { fieldColumn } = this.known;
    const used = Object.entries(usedFields).map(([name, field]) => [name, fieldColumn(field)] as const);
    const known = Object.fromEntries(used.filter(([, value]) => !isNothing(value)));
    return this.sql.costs(column(place), { input: fieldColumn('inputTokens'), ...known, tier: this.tier, calls });
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
