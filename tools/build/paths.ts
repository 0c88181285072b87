import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export const dist = join(root, 'dist');

/** What a build knows of the one before it. Outside dist, which webpack empties. */
export const buildCache = join(root, 'node_modules', '.cache', 'genai-observability');

/** What is kept between runs and belongs to the user, not to this checkout. */
export const userCache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'genai-observability');
