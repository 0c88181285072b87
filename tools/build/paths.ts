import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export const dist = join(root, 'dist');

/** The cache of builds, outside dist, because webpack empties that. */
export const buildCache = join(root, 'node_modules', '.cache', 'genai-observability');

/** The user's cache, which is kept between runs and independent of this checkout. */
export const userCache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'genai-observability');
