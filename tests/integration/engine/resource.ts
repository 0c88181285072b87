import { handle } from '../../../src/engine/handle.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import type { Host } from './support.ts';

/** Calls a resource, in as many steps as the engine asks for, and returns the body. */
export async function resource<Body>(host: Host, path: string, body: unknown, settings: HostSettings): Promise<Body> {
  const call = { op: 'resource', now: Date.now(), path, body, settings } as const;
  let step = handle(call);
  while ('need' in step) {
    const results = await Promise.all(step.need.map((statement) => host.answer(statement)));
    step = handle({ ...call, state: step.state, results: results.map((answer) => ({ ok: true, ...answer })) });
  }
  if ('error' in step) {
    throw new Error(step.error.message);
  }
  return (step.done as { body: Body }).body;
}
