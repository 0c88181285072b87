import type { Compiled } from '../../compiled.ts';
import { rowTime } from '../../context/columnnames.ts';
import { bound, type Context } from '../../context/context.ts';
import { registered, registryField } from './registry.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { filtersOf } from '../refuse.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { countOf } from '../../measures/rowcount.ts';
import type { ColumnPlan, Request } from '../../../host.ts';
import { deployedText, deployedTitle, noRegistry } from '../../../messages.ts';
import type { Filter, PromptVersionsQuery } from '../../../query/model.ts';
import {
  array,
  call,
  column,
  combine,
  from,
  infix,
  nothing,
  number,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../../sql/nodes.ts';
import { nanoseconds } from '../../../window.ts';

const fact = 'requests';
const defaultMinimum = 10;

/** The share of the window at its beginning in which a version that is first seen may have been in use before. */
const uncertain = 0.05;

/**
 * Lists prompt versions, one row each, newest deployment first.
 *
 *   requests   grouped by prompt and version: first and last seen, number of requests
 *   registry   deployment times, if there is one
 *     │ united, one row per version
 *   versions   deployed when the registry says so, or else when first seen in enough requests after the window's beginning
 *
 * Grafana makes annotations from the columns `time`, `title`, `text` and `tags`.
 */
export function promptVersions(context: Context, query: PromptVersionsQuery, request: Request): Compiled {
  const filters = filtersOf(query, request, fact);
  const registry = registered(context);
  const versions: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'version'].map((name) => ({ as: name, value: column(name) })),
      ...['deployed_at', 'last_seen'].map((name) => ({ as: name, value: call('max', column('v', name)) })),
      { as: 'first_seen', value: call('min', column('v', 'first_seen')) },
      { as: 'requests', value: call('sum', column('v', 'requests')) },
      ...['owner', 'sha'].map((name) => ({ as: name, value: call('max', column('v', name)) })),
    ],
    from: {
      kind: 'query',
      query: {
        kind: 'union',
        all: [seen(context, query, filters), ...(registry ? [known(context, query, registry)] : [])],
      },
      as: 'v',
    },
    groupBy: [column('prompt'), column('version')],
  };
  return { select: shown(context, query, versions), facts: [fact], frame, notices: registry ? [] : [noNotice] };
}

const noNotice = { severity: 'info', text: noRegistry() } as const;

/** Selects the versions that requests name. */
function seen(context: Context, query: PromptVersionsQuery, filters: readonly Filter[]): Select {
  const all: Filter[] =
    query.prompt === undefined
      ? [...filters]
      : [...filters, { dimension: 'prompt', operator: 'in', values: [query.prompt] }];
  const rows = filteredRows(context, fact, ['prompt', 'prompt_version'], all, []);
  return {
    kind: 'select',
    columns: [
      { as: 'prompt', value: column('prompt') },
      { as: 'version', value: column('prompt_version') },
      { as: 'deployed_at', value: noTime },
      { as: 'last_seen', value: call('toNullable', call('max', column(rowTime))) },
      { as: 'first_seen', value: call('toNullable', call('min', column(rowTime))) },
      { as: 'requests', value: call('toFloat64', countOf(context)) },
      { as: 'owner', value: text('') },
      { as: 'sha', value: text('') },
    ],
    from: from(rows.query),
    where: infix('!=', column('prompt'), text('unknown')),
    groupBy: [column('prompt'), column('prompt_version')],
  };
}

/** Selects the versions that the registry lists. */
function known(context: Context, { prompt }: PromptVersionsQuery, registry: Query): Select {
  const of = (name: string): Expression => column(registryField(name));
  return {
    kind: 'select',
    columns: [
      { as: 'prompt', value: of('name') },
      { as: 'version', value: of('version') },
      { as: 'deployed_at', value: of('deployed_at') },
      { as: 'last_seen', value: noTime },
      { as: 'first_seen', value: noTime },
      { as: 'requests', value: call('toFloat64', number(0)) },
      { as: 'owner', value: of('owner') },
      { as: 'sha', value: of('sha') },
    ],
    from: from(registry),
    ...(prompt === undefined ? {} : { where: infix('=', of('name'), context.parameters.text(prompt)) }),
  };
}

const noTime: Expression = call('CAST', nothing, text('Nullable(DateTime64(9))'));

function shown(context: Context, { deployments, minimum }: PromptVersionsQuery, versions: Select): Select {
  const of = (name: string): Expression => column('p', name);
  const { from: start, to } = context.window;
  const certain = bound(context, 'certain', nanoseconds(start + Math.ceil((to - start) * uncertain)));
  const isNew = infix(
    'AND',
    infix('>=', of('requests'), number(minimum ?? defaultMinimum)),
    infix('>=', of('first_seen'), certain),
    infix('!=', of('version'), text('unknown'))
  );
  const moment = call(
    'multiIf',
    call('isNotNull', of('deployed_at')),
    of('deployed_at'),
    isNew,
    of('first_seen'),
    noTime
  );
  const inside = [
    infix('>=', column('time'), bound(context, 'from', nanoseconds(start))),
    infix('<', column('time'), bound(context, 'to', nanoseconds(to))),
  ];
  const where = deployments ? combine('AND', inside) : undefined;
  return {
    kind: 'select',
    columns: [
      { as: 'time', value: moment },
      { as: 'title', value: call('format', text(deployedTitle('{0}', '{1}')), of('prompt'), of('version')) },
      {
        as: 'text',
        value: call(
          'if',
          call('isNotNull', of('deployed_at')),
          text(deployedText('registry')),
          text(deployedText('spans'))
        ),
      },
      {
        as: 'tags',
        value: call('arrayStringConcat', array([text('prompt'), of('prompt'), of('version')]), text(',')),
      },
      ...['prompt', 'version', 'first_seen', 'last_seen', 'requests', 'owner', 'sha'].map((name) => ({
        as: name,
        value: of(name),
      })),
      {
        as: 'source',
        value: call(
          'multiIf',
          call('isNotNull', of('deployed_at')),
          text('registry'),
          call('isNotNull', column('time')),
          text('first seen'),
          text('')
        ),
      },
    ],
    from: { kind: 'query', query: versions, as: 'p' },
    ...(where ? { where } : {}),
    orderBy: [
      { by: column('prompt'), direction: 'ASC' },
      { by: call('coalesce', column('time'), of('first_seen')), direction: 'DESC' },
      { by: column('version'), direction: 'ASC' },
    ],
  };
}

const frame = {
  type: 'table',
  preferredVisualisation: 'table',
  columns: [
    // Grafana finds the parts of an annotation by these names.
    ...['time', 'title', 'text', 'tags'].map((name): ColumnPlan => ({ name, role: 'field' })),
    tableColumn('prompt', 'Prompt'),
    tableColumn('version', 'Version'),
    tableColumn('first_seen', 'First seen'),
    tableColumn('last_seen', 'Last seen'),
    tableColumn('requests', 'Requests', { unit: 'short' }),
    tableColumn('owner', 'Owner'),
    tableColumn('sha', 'Hash'),
    tableColumn('source', 'Deployment source'),
  ],
} satisfies Compiled['frame'];
