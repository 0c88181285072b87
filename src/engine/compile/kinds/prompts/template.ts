import type { Compiled } from '../../compiled.ts';
import { bound, type Context } from '../../context/context.ts';
import { registered, registryField } from './registry.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { refuseAlerts } from '../refuse.ts';
import type { Request } from '../../../host.ts';
import { noTemplates } from '../../../messages.ts';
import type { PromptTemplateQuery } from '../../../query/model.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  nothing,
  number,
  table,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';
import { nanoseconds } from '../../../window.ts';

const names = ['name', 'version', 'sha', 'template', 'owner', 'deployed_at'] as const;
const of = (name: (typeof names)[number]): Expression => column(registryField(name));

/** The values that mean that no version is given. */
const unnamed: readonly string[] = ['', 'unknown'];

/**
 * Finds the template that a call was made with, in at most one row: that of the version that the call names, or else of
 * the last one deployed before the call. `matched` says which of the two.
 */
export function promptTemplate(context: Context, query: PromptTemplateQuery, request: Request): Compiled {
  refuseAlerts(query, request);
  const registry = registered(context);
  return {
    select: registry ? found(context, query, registry) : none,
    facts: [],
    frame,
    notices: registry ? [] : [{ severity: 'info', text: noTemplates(context.settings.promptsTable) }],
  };
}

function found(context: Context, query: PromptTemplateQuery, registry: Select): Select {
  const { prompt, promptVersion = '', at } = query;
  const isNamed = unnamed.includes(promptVersion)
    ? number(0)
    : equal(of('version'), context.parameters.text(promptVersion));
  const moment = bound(context, 'at', nanoseconds(at === undefined ? context.window.to : Number(at)));
  const inForce = call('ifNull', infix('<=', of('deployed_at'), moment), number(0));
  return {
    kind: 'select',
    columns: [
      ...names.map((name) => ({ as: name, value: of(name) })),
      { as: 'matched', value: call('if', isNamed, text('version'), text('time')) },
    ],
    from: from(registry),
    where: infix('AND', equal(of('name'), context.parameters.text(prompt)), infix('OR', isNamed, inForce)),
    orderBy: [
      // 'version' comes before 'time'.
      { by: column('matched'), direction: 'DESC' },
      { by: of('deployed_at'), direction: 'DESC' },
      { by: of('version'), direction: 'DESC' },
    ],
    limit: 1,
  };
}

/** Returns no row, but the same columns. */
const none: Select = {
  kind: 'select',
  columns: [
    ...names.map((name) => ({
      as: name,
      value: name === 'deployed_at' ? call('CAST', nothing, text('Nullable(DateTime64(9))')) : text(''),
    })),
    { as: 'matched', value: text('') },
  ],
  from: table('system', 'one'),
  where: number(0),
};

const frame = {
  type: 'table',
  preferredVisualisation: 'table',
  columns: [
    tableColumn('name', 'Prompt'),
    tableColumn('version', 'Version'),
    tableColumn('sha', 'Hash'),
    tableColumn('template', 'Template'),
    tableColumn('owner', 'Owner'),
    tableColumn('deployed_at', 'Deployed'),
    tableColumn('matched', 'Matched by'),
  ],
} satisfies Compiled['frame'];
