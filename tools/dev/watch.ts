import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { root } from '../build/paths.ts';
import { here } from '../build/platform.ts';
import { filesBelow } from '../build/stamp.ts';
import { backend, engine, notInputs } from '../build/steps.ts';

const LOOK_EVERY_MS = 700;

/**
 * Runs `rebuild` whenever the sources of the engine or the backend have changed, until the signal aborts. It compares file
 * times, which takes a few milliseconds, because Node's recursive watching on Linux misses files that Git replaces.
 */
export async function onChange(
  rebuild: () => Promise<void>,
  signal: AbortSignal,
  state = sources,
  pause = (): Promise<unknown> => sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
): Promise<void> {
  let built = state();
  let before = built;
  while (!signal.aborted) {
    await pause();
    const now = state();
    // Waits until nothing more is written.
    if (now !== built && now === before && !signal.aborted) {
      built = now;
      await rebuild();
    }
    before = now;
  }
}

const inputs = [...engine.inputs, ...backend(here()).inputs];

/** Files among the sources that a build writes. */
const outputs = engine.outputs.map((file) => file.slice(root.length));

/** Returns names, sizes and times of the sources as one text. */
function sources(): string {
  return filesBelow(inputs, notInputs)
    .filter((file) => !outputs.includes(file))
    .map((file) => {
      const { mtimeMs, size } = statSync(join(root, file), { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
      return `${file} ${size} ${mtimeMs}`;
    })
    .join('\n');
}
