import { existsSync } from 'node:fs';
import pc from 'picocolors';
import { here, type Platform } from './platform.ts';
import { step } from '../progress/step.ts';
import { requireTools } from './requirements.ts';
import { filesBelow, fingerprint, isCurrent, stamp } from './stamp.ts';
import { backend, engine, frontend, notInputs, type Step } from './steps.ts';

export interface BuildOptions {
  /** The platforms to build backends for; by default, this machine's. */
  platforms?: Platform[];
  /** Whether to build even what is up to date. */
  force?: boolean;
  /** Skips the frontend. */
  only?: 'backend';
}

/** Builds into dist whatever changed since the last build. */
export async function build({ platforms = [here()], force = false, only }: BuildOptions = {}): Promise<void> {
  requireTools('node', 'go');
  // The order matters: webpack empties dist, and the backend embeds the engine.
  for (const part of [engine, ...(only ? [] : [frontend]), ...platforms.map(backend)]) {
    await runStep(part, force);
  }
}

async function runStep(part: Step, force: boolean): Promise<void> {
  const inputs = () => fingerprint(filesBelow(part.inputs, notInputs), process.versions.node);
  const before = inputs();
  if (!force && isCurrent(part.id, before) && part.outputs.every((file) => existsSync(file))) {
    console.log(pc.dim(`✓ ${part.title} is current`));
    return;
  }
  await step(part.title, part.run);
  stamp(part.id, before);
}
