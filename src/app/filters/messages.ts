/** Texts of filters. */
export const messages = {
  filters: 'Filters',
  addFilter: 'Add filter',
  removeFilter: 'Remove filter',
  filterDimension: (index: number) => `Dimension of filter ${index}`,
  filterOperator: (index: number) => `Operator of filter ${index}`,
  filterValues: (index: number) => `Values of filter ${index}`,
  valuesPlaceholder: 'Any value',
  operators: { in: 'is one of', not_in: 'is none of', matches: 'matches', not_matches: 'does not match' },
};
