import type { Context } from '../../context/context.ts';
import { UserError } from '../../../errors.ts';
import { registryColumnsMissing } from '../../../messages.ts';
import { call, column, number, table, text, type Expression, type Output, type Select } from '../../../sql/nodes.ts';

/** Columns of the prompt registry; their types are in `tools/cli/prompts/table.ts`. */
export const registryColumns = ['name', 'version', 'sha', 'template', 'deployed_at', 'owner'] as const;

type RegistryColumn = (typeof registryColumns)[number];

const textual = (name: RegistryColumn): Expression => call('toString', column(name));

/** Reads the epoch as NULL, because a moment that was never set is the epoch if the column is not Nullable. */
const deployedAt: Expression = call(
  'nullIf',
  call('toDateTime64', column('deployed_at'), number(9), text('UTC')),
  call('fromUnixTimestamp64Nano', call('toInt64', number(0)))
);

/** Selects one row per prompt version, as last written; null if there is no registry. */
export function registered(context: Context): Select | null {
  const registry = context.source.others['prompts'];
  if (!registry) {
    return null;
  }
  const missing = [...registryColumns, 'synced_at'].filter((name) => !(name in registry.columns));
  if (missing.length > 0) {
    throw new UserError(registryColumnsMissing(registry.path.join('.'), missing));
  }
  const last = (value: Expression): Expression =>
    call('tupleElement', call('argMax', call('tuple', value), column('synced_at')), number(1));
  const outputs: Output[] = [
    { as: 'name', value: textual('name') },
    { as: 'version', value: textual('version') },
    ...(['sha', 'template', 'owner'] as const).map((name) => ({ as: name, value: last(textual(name)) })),
    { as: 'deployed_at', value: last(deployedAt) },
  ];
  return {
    kind: 'select',
    columns: outputs.map(({ as, value }) => ({ as: registryField(as), value })),
    from: table(...registry.path),
    groupBy: [column('name'), column('version')],
  };
}

/** Names a registry column differently from its source, because an alias with the same name would be read recursively. */
export const registryField = (name: string): string => `_registry_${name}`;
