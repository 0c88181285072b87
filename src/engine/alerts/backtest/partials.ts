import { columnFor, writerOf } from '../../compile/measures/formulas.ts';
import { call, column, number, parametricCall, text, type Expression, type Output } from '../../sql/nodes.ts';

/** Names of the columns that bucket rows have besides groups and partial values. */
export const own = '_own';

interface Slid extends Output {
  /** The aggregate that combines the values of several windows. */
  merge: (value: Expression) => Expression;
}

/**
 * Computes formulas over overlapping windows: rows become a few partial values per bucket, which become those of a window
 * that slides over the buckets, and a formula uses the latter.
 *
 *   rows        latency_p99, requests
 *     │ buckets   groupArray(latency), count()                 once per bucket
 *     │ windows   quantile over the arrays, sum of the counts   once per tick
 *   formula
 *
 * A mean is a sum and a count, which are additive. Quantiles and distinct texts keep their values. Where several windows
 * form one baseline, distinct texts add up, and a quantile is the mean of those of the windows that have values.
 */
export class Partials {
  get buckets(): readonly Output[] {
    return [...this.inBucket.values()];
  }

  get windows(): readonly Slid[] {
    return [...this.inWindow.values()];
  }

  readonly aggregates = writerOf({
    summed: (aggregate) => this.summed(aggregate),
    quantile: (level, value) => this.quantile(level, value),
    distinct: (value) => this.distinct(value),
  });

  private summed(inBucket: Expression): Expression {
    return this.window(call('sumIf', this.bucket(inBucket), column(own)), (value) => call('sum', value));
  }

  private quantile(level: number, value: Expression): Expression {
    // Without a value in the window it is NULL, like the aggregate over rows.
    const function_ = 'quantileExactInclusiveOrNullArrayIf';
    const values = this.bucket(call('groupArray', value));
    return this.window(parametricCall(function_, [number(level)], values, column(own)), (windows) =>
      call('avg', windows)
    );
  }

  private distinct(value: Expression): Expression {
    const values = this.bucket(call('groupUniqArray', call('nullIf', value, text(''))));
    return this.window(call('uniqExactArrayIf', values, column(own)), (windows) => call('sum', windows));
  }

  private bucket(value: Expression): Expression {
    return columnFor(this.inBucket, '_b', value, {});
  }

  private window(value: Expression, merge: Slid['merge']): Expression {
    return columnFor(this.inWindow, '_w', value, { merge });
  }

  private readonly inBucket = new Map<string, Output>();
  private readonly inWindow = new Map<string, Slid>();
}
