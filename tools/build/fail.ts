import pc from 'picocolors';

/** Ends a command with what went wrong, without a stack. */
export function fail(error: unknown): void {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
