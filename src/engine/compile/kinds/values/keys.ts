import { isContent } from '../../../catalogue/content.ts';
import type { Context } from '../../context/context.ts';
import type { Counted } from './counted.ts';
import { UserError } from '../../../errors.ts';
import { keysNotFiltered } from '../../../messages.ts';
import type { ValuesQuery } from '../../../query/model.ts';
import { noNumber } from '../../../sql/missing.ts';
import { call, table } from '../../../sql/nodes.ts';

/** Lists the keys that the census saw on gen_ai spans, without those that hold content by their name. */
export function attributeKeys(context: Context, { filters, search = '', limit }: ValuesQuery): Counted {
  if (filters.some(({ values }) => values.length > 0)) {
    throw new UserError(keysNotFiltered(), 'query');
  }
  const wanted = search.toLowerCase();
  const keys = [...new Set(context.census?.keys ?? [])]
    .filter((key) => !isContent(key, context.settings.content) && key.toLowerCase().includes(wanted))
    .sort()
    .slice(0, limit + 1);
  return {
    rows: {
      kind: 'select',
      columns: [
        { as: 'value', value: call('arrayJoin', context.parameters.list(keys)) },
        { as: 'count', value: noNumber },
      ],
      from: table('system', 'one'),
    },
    facts: [],
    title: 'Attribute',
  };
}
