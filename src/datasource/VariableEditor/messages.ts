export const messages = {
  kind: 'Values from',
  dimension: 'Dimension',
  dimensionDescription: 'The variable offers the values that occur in the time range.',
  sql: 'SQL',
  sqlDescription: 'The variable offers the distinct values of the first text column.',
  sqlExample: 'SELECT DISTINCT ServiceName FROM $__table WHERE $__timeFilter(Timestamp)',
};
