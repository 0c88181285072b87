/**
 * What a measure is counted over: rows of one fact, each with its own time.
 *
 * `requests` are calls of a model, one span each. `evaluations` are scores, timed when they were given.
 */
export const factIds = ['requests', 'evaluations'] as const;
export type FactId = (typeof factIds)[number];
