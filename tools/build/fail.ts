import pc from 'picocolors';

/** Ends a command with an error message, without a stack trace. */
export function fail(error: unknown): void {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
