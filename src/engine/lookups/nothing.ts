import type { Census, Nesting } from '../source/census.ts';

/** Nothing is nested. */
const noNesting: Nesting = {
  siblings: false,
  chains: 0,
  peers: false,
  children: false,
  wrappers: false,
  repeats: false,
  otherTraces: false,
};

/** The census of a table without gen_ai spans. */
export const noCensus: Census = {
  keys: [],
  scopes: [],
  models: [],
  nesting: noNesting,
  toolNesting: noNesting,
  bareScopes: [],
  aboveSdk: [],
  tagKeys: [],
  lacking: [],
  silentCalls: false,
  sampled: false,
  longestRequest: 1,
  longestTrace: 1,
};
