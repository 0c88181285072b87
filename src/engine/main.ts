import { handle } from './handle.ts';
import type { Call } from './host.ts';

/** The backend's way in: JSON text in, JSON text out. */
Object.assign(globalThis, { handle: (call: string): string => JSON.stringify(handle(JSON.parse(call) as Call)) });
