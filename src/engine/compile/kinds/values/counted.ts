import type { Compiled } from '../../compiled.ts';
import type { Query } from '../../../sql/nodes.ts';

/** Rows with a `value` and how many rows have it: `count`, NULL where nobody counted. `title` is that of the values. */
export type Counted = Pick<Compiled, 'facts' | 'notices'> & { rows: Query; title: string };
