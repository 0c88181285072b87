import { readFileSync } from 'node:fs';
import { noKeyFile, noKeyInEnvironment } from './messages.ts';

/** Reads a key from the environment or a file; undefined where none is needed. Throws where it is not there. */
export function keyOf(
  { keyEnv, keyFile }: { keyEnv?: string | undefined; keyFile?: string | undefined },
  environment: Readonly<Record<string, string | undefined>> = process.env
): string | undefined {
  if (keyEnv !== undefined) {
    const key = environment[keyEnv]?.trim();
    if (!key) {
      throw new Error(noKeyInEnvironment(keyEnv));
    }
    return key;
  }
  if (keyFile !== undefined) {
    let key: string;
    try {
      key = readFileSync(keyFile, 'utf8').trim();
    } catch {
      throw new Error(noKeyFile(keyFile));
    }
    if (key === '') {
      throw new Error(noKeyFile(keyFile));
    }
    return key;
  }
  return undefined;
}
