/**
 * Settings of statements that may be long. They leave out two passes of ClickHouse's analyzer that hash every subtree again at each
 * level above it, which takes longer than all else, and that only simplify what these statements do not contain: columns compared
 * in a chain, and aggregates of a group's key. A server before 25.2 does not know the first, so a host must be able to omit it.
 */
export const quickAnalysis = { optimize_and_compare_chain: 0, optimize_aggregators_of_group_by_keys: 0 } as const;

/** Characters from which a statement may be longer than the 262,144 bytes that ClickHouse reads unless it is told otherwise. */
const longFrom = 100_000;

/** What a statement needs because of its length: a table with spans of many libraries has traces whose statement has 300 kB. */
export const forLength = (sql: string): { max_query_size?: number } =>
  sql.length > longFrom ? { max_query_size: 4_194_304 } : {};
