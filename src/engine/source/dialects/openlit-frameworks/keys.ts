import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {};

export const resourceKeys: Dialect['resourceKeys'] = {};
