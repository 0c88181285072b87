import { existsSync } from 'node:fs';
import pc from 'picocolors';
import { here, type Platform } from './platform.ts';
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
  for (const step of [engine, ...(only ? [] : [frontend]), ...platforms.map(backend)]) {
    await runStep(step, force);
  }
}

async function runStep(step: Step, force: boolean): Promise<void> {
  const inputs = () => fingerprint(filesBelow(step.inputs, notInputs), process.versions.node);
  const before = inputs();
  if (!force && isCurrent(step.id, before) && step.outputs.every((file) => existsSync(file))) {
    console.log(pc.dim(`${step.title}: nothing changed`));
    return;
  }
  const started = Date.now();
  process.stdout.write(`${step.title} ... `);
  try {
    await step.run();
  } catch (error) {
    console.log(pc.red('failed'));
    throw error;
  }
  console.log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  stamp(step.id, before);
}
