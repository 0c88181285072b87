/** Outputs that reveal the purpose of the SELECT that computes them, by their names in the SQL. */
export const meanings: readonly (readonly [output: string, meaning: string])[] = [
  ['_values', 'attribute values that some field may be in'],
  ['_ids', 'attribute keys, numbered by field and precedence'],
  ['_claim', 'the dialect that claims the span'],
  ['_operation', 'canonical fields'],
  ['_call', 'spans that describe one call'],
  ['_holder', 'spans of the trace whose tags a call inherits'],
  ['_price', 'the price of its model'],
  ['_cost', 'cost'],
  ['_in_largest', 'whether its group is among the largest'],
];
