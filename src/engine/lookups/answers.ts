import type { Answer } from '../host.ts';

/** Hosts differ in the order of an answer's keys, and what is given back with the state must not. */
export const inOrder = ({ columns, rows }: Answer): Answer => ({ ok: true, columns, rows });
