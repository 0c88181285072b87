/**
 * The versions of prompts that were in use before others.
 *
 *   requests    grouped by prompt, version and hour
 *     │ take the hour in which a version's last use began; of the last hour with requests before it, the main version
 *   history     read before the query, of closed hours only, and passed to its statement as parameters
 *
 * It only covers the past, so that the result for a version is the same from its first minute on: a changed label would be
 * another alert instance. A version of the open hour that the last closed hour did not see is new, or is back after a
 * rollback: its predecessor is the main version of the last hours.
 */
export interface History {
  /** The previous version, by prompt and version. */
  previous: readonly (readonly [of: string, version: string])[];
  /** The version of most requests in the last hours, by prompt. */
  main: readonly (readonly [prompt: string, version: string])[];
  /** The versions in the last hour with requests of their prompt. */
  running: readonly string[];
  /** The end of the closed hours, in epoch milliseconds. */
  until: number;
}
