/**
 * Settings of statements that may be long. They leave out two passes of ClickHouse's analyzer that hash every subtree again at each
 * level above it, which takes longer than all else, and that only simplify what these statements do not contain: columns compared
 * in a chain, and aggregates of a group's key. A server before 25.2 does not know the first, so a host must be able to omit it.
 */
export const quickAnalysis = { optimize_and_compare_chain: 0, optimize_aggregators_of_group_by_keys: 0 } as const;
