/**
 * Which version of a prompt was in use before another.
 *
 *   requests    grouped by prompt, version and hour
 *     │ the hour in which a version's last use began; of the last hour before it with requests, the version of most of them
 *   history     asked before the query, of closed hours only, and given to its statement as parameters
 *
 * It is all past, so that the answer for a version is the same from its first minute on: a label that changed would be
 * another instance of an alert. A version of the open hour that the last closed one did not see is new, or is there again
 * after a rollback: before it was the main one of the last hours.
 */
export interface History {
  /** The version before, by prompt and version. */
  previous: readonly (readonly [of: string, version: string])[];
  /** The version that most requests of the last hours had, by prompt. */
  main: readonly (readonly [prompt: string, version: string])[];
  /** Versions of the last hour with requests of their prompt. */
  running: readonly string[];
  /** The end of the closed hours, epoch milliseconds. */
  until: number;
}
