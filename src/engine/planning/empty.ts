import type { Limits, Plan } from '../host.ts';
import type { SingleQuery } from '../query/model.ts';
import { equal, number, table, text } from '../sql/nodes.ts';
import { print } from '../sql/print.ts';

const visualisations = { spans: 'trace', nodes: 'nodeGraph', edges: 'nodeGraph' } as const;

/** Plans an answer without rows, for what was looked for in vain; the notice says what to do. */
export const nothing = (query: SingleQuery, limits: Limits, notice: string): Plan => ({
  statement: {
    sql: print({
      kind: 'select',
      columns: [{ as: 'id', value: text('') }],
      from: table('system', 'one'),
      where: equal(number(0), number(1)),
    }),
    params: {},
    settings: {},
  },
  frame: {
    type: 'table',
    preferredVisualisation: query.kind === 'trace' ? visualisations[query.view ?? 'spans'] : 'table',
    columns: [{ name: 'id', role: 'field' }],
  },
  limits,
  notices: [{ severity: 'warning', text: notice }],
  meta: { queryVersion: query.version },
});
