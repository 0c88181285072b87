/** The data source's texts outside its editors. */
export const messages = {
  inExplore: (what: string) => `${what} in Explore`,
  adHocFilter: (key: string, operator: string) =>
    `The filter ${key} ${operator} cannot be applied. Choose a dimension, or type attr: and the key of a span's attribute, with one of = != =~ !~.`,
  adHocCutOff: (key: string) =>
    `The value of the filter ${key} was cut off at a comma, bar or hash sign, which a link cannot carry in a filter. Choose the value again under "Filters".`,
};
