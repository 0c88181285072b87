import { call, equal, number, text, type Expression } from '../../sql/nodes.ts';

/** What a row's price says; see `pricedColumns`. */
interface CostSource {
  /** UInt8. */
  isReported: Expression;
  estimated: Expression;
  isUnseen: Expression;
  doubt: Expression;
}

/**
 * Where a row's cost comes from: `reported`, `estimated` from a known price for all that was used, `assumed` from a price that
 * the model's name only begins like, `partly` if something that was used has no known rate, `unknown` if the census has not
 * seen the model, or `unpriced`.
 */
export const costSource = ({ isReported, estimated, isUnseen, doubt }: CostSource): Expression =>
  call(
    'multiIf',
    isReported,
    text('reported'),
    isUnseen,
    text('unknown'),
    call('isNull', estimated),
    text('unpriced'),
    equal(doubt, number(2)),
    text('partly'),
    equal(doubt, number(1)),
    text('assumed'),
    text('estimated')
  );
