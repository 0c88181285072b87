import { call, equal, number, text, type Expression } from '../../sql/nodes.ts';

/**
 * Where a row's cost comes from: `reported`, `estimated` from a known price for all that was used, `assumed` from a price that
 * the model's name only begins like, `partly` if something that was used has no known rate, or `unpriced`.
 * @param isReported UInt8
 * @param estimated Nullable(Float64)
 * @param doubt as the column of prices says
 */
export const costSource = (isReported: Expression, estimated: Expression, doubt: Expression): Expression =>
  call(
    'multiIf',
    isReported,
    text('reported'),
    call('isNull', estimated),
    text('unpriced'),
    equal(doubt, number(2)),
    text('partly'),
    equal(doubt, number(1)),
    text('assumed'),
    text('estimated')
  );
