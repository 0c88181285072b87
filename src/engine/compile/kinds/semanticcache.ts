import type { Compiled } from '../compiled.ts';
import { rowField, rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { filtersOf } from './refuse.ts';
import { dimensionColumn, tableColumn } from '../tablecolumns.ts';
import { filteredRows } from '../measures/filteredrows.ts';
import { weights } from '../rows/weights.ts';
import type { ColumnPlan, Request } from '../../host.ts';
import type { SemanticCacheQuery } from '../../query/model.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  nothing,
  number,
  same,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

const fact = 'requests';
const defaultDistance = 3;
const hashBits = 64;

/** The number of earliest prompts in a band to compare with; comparing all would take the square of a band's size. */
const compareWith = 128;

const fields = ['inputHash', 'requestModel', 'totalTokens', 'cost', 'failed', 'responseCached'] as const;

/**
 * Estimates what a cache could save that reuses the answer to a similar prompt, in one row per group.
 *
 *   requests   each with the hash of its prompt; only hashes are compared
 *     │ 1. prompts   one row per hash and pool: group, model, conversation so far, numbers
 *     │ 2. bands     each prompt under each band of its hash: hashes that differ in k bits share one of k + 1 bands
 *     │ 3. similar   an earlier prompt of the band within the distance
 *     │ 4. prompts   again: all requests but the first could be avoided, or all if an earlier prompt is similar
 *   groups
 *
 * Failed requests, and those that a gateway's cache answered, are neither avoidable nor a source of answers.
 */
export function semanticCache(context: Context, query: SemanticCacheQuery, request: Request): Compiled {
  const filters = filtersOf(query, request, fact);
  const groupBy = [...new Set(query.groupBy)];
  const rows = filteredRows(context, fact, groupBy, filters, fields);
  const distance = query.distance ?? defaultDistance;
  const prompts = distinctPrompts(withPools(context, rows.query, groupBy, query.lifetime), groupBy);
  const alike = judged(bands(prompts, groupBy, distance), groupBy, distance);
  return {
    select: summed(oncePerPrompt(alike, groupBy), groupBy),
    facts: [fact],
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: [...groupBy.map(dimensionColumn), ...shown],
    },
  };
}

const field = (name: (typeof fields)[number] | 'counted'): Expression => column(rowField(name));
const stats = ['requests', 'first', 'tokens', 'first_tokens', 'cost', 'first_cost', 'priced'] as const;

/** Adds the prompt's hash, and the pool within which requests may share an answer. */
function withPools(context: Context, rows: Query, groupBy: readonly string[], lifetime: number | undefined): Select {
  const part = (index: number): Expression =>
    call('arrayElement', call('splitByChar', text(':'), field('inputHash')), number(index));
  const usable = infix(
    'AND',
    infix('!=', field('inputHash'), text('')),
    equal(field('failed'), number(0)),
    equal(field('responseCached'), number(0))
  );
  const epoch = lifetime
    ? call('intDiv', call('toUnixTimestamp64Nano', column(rowTime)), number(lifetime * 1e9))
    : number(0);
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same(rowTime),
      { as: 'usable', value: usable },
      { as: 'said', value: infix('!=', field('inputHash'), text('')) },
      { as: 'hash', value: call('if', usable, call('toUInt64OrZero', part(1)), call('toUInt64', number(0))) },
      { as: 'pool', value: call('if', usable, call('cityHash64', field('requestModel'), part(2), epoch), number(0)) },
      { as: 'row_tokens', value: field('totalTokens') },
      { as: 'row_cost', value: field('cost') },
    ],
    from: from(rows),
    ...(weights(context).includes('counted') ? { where: equal(field('counted'), number(1)) } : {}),
  };
}

function distinctPrompts(requests: Select, groupBy: readonly string[]): Select {
  const known = (name: string): Expression => call('ifNull', call('toFloat64', column('r', name)), number(0));
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      ...['usable', 'said', 'pool', 'hash'].map(same),
      { as: 'requests', value: call('count') },
      { as: 'first', value: call('min', column(rowTime)) },
      { as: 'tokens', value: call('sum', known('row_tokens')) },
      { as: 'first_tokens', value: call('argMin', known('row_tokens'), column(rowTime)) },
      { as: 'cost', value: call('sum', known('row_cost')) },
      { as: 'first_cost', value: call('argMin', known('row_cost'), column(rowTime)) },
      { as: 'priced', value: call('count', column('r', 'row_cost')) },
    ],
    from: { kind: 'query', query: requests, as: 'r' },
    groupBy: [...groupBy, 'usable', 'said', 'pool', 'hash'].map((name) => column(name)),
  };
}

/** Selects one row per group, pool and band, with its prompts as tuples of time, hash and sums. */
function bands(prompts: Select, groupBy: readonly string[], distance: number): Select {
  const count = distance + 1;
  const width = Math.floor(hashBits / count);
  const all = Array.from({ length: count }, (_, index) =>
    call(
      'tuple',
      call('toUInt8', number(index)),
      call(
        'bitAnd',
        call('bitShiftRight', column('hash'), number(index * width)),
        // The last band takes the remaining bits.
        index === count - 1 ? allOnes : call('toUInt64', number(2 ** width - 1))
      )
    )
  );
  const first = array([call('tuple', call('toUInt8', number(0)), call('toUInt64', number(0)))]);
  const keys = [...groupBy, 'usable', 'said', 'pool', 'band'];
  const banded: Select = {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }, same('band')],
    from: from(prompts),
    arrayJoin: [{ as: 'band', value: call('if', column('usable'), array(all), first) }],
  };
  return {
    kind: 'select',
    columns: [
      ...keys.map(same),
      {
        as: 'members',
        value: call('groupArray', call('tuple', column('first'), column('hash'), ...stats.map((name) => column(name)))),
      },
    ],
    from: from(banded),
    groupBy: keys.map((name) => column(name)),
  };
}

const allOnes = call('bitNot', call('toUInt64', number(0)));

/** Selects one row per prompt and band: whether an earlier prompt of the band is similar. */
function judged(banded: Select, groupBy: readonly string[], distance: number): Select {
  const part = (of: string, index: number): Expression => call('tupleElement', column(of), number(index));
  const earliest = call(
    'arraySlice',
    call('arraySort', call('arrayMap', lambda(['m'], call('tuple', part('m', 1), part('m', 2))), column('members'))),
    number(1),
    number(compareWith)
  );
  const earlier = infix('<', column('other'), call('tuple', part('own', 1), part('own', 2)));
  const near = infix('<=', call('bitHammingDistance', part('other', 2), part('own', 2)), number(distance));
  const withSources: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'sources', value: call('if', column('usable'), earliest, call('arrayResize', earliest, number(0))) },
    ],
    from: from(banded),
  };
  return {
    kind: 'select',
    columns: [
      ...[...groupBy, 'usable', 'said', 'pool'].map(same),
      { as: 'hash', value: part('own', 2) },
      ...stats.map((name, index) => ({ as: name, value: part('own', index + 3) })),
      {
        as: 'alike',
        value: call('arrayExists', lambda(['other'], infix('AND', earlier, near)), column('sources')),
      },
    ],
    from: from(withSources),
    arrayJoin: [{ as: 'own', value: column('members') }],
  };
}

function oncePerPrompt(alike: Select, groupBy: readonly string[]): Select {
  const keys = [...groupBy, 'usable', 'said', 'pool', 'hash'];
  return {
    kind: 'select',
    columns: [
      ...keys.map(same),
      ...stats.map((name) => ({ as: name, value: call('any', column('a', name)) })),
      { as: 'alike', value: call('max', column('a', 'alike')) },
    ],
    from: { kind: 'query', query: alike, as: 'a' },
    groupBy: keys.map((name) => column(name)),
  };
}

function summed(prompts: Select, groupBy: readonly string[]): Select {
  const of = (name: string): Expression => column('p', name);
  const total = (value: Expression, condition?: Expression): Expression =>
    call('toFloat64', condition ? call('sumIf', value, condition) : call('sum', value));
  const usable = of('usable');
  const repeated = infix('-', of('requests'), number(1));
  /** Counts the first request as avoidable only if an earlier prompt is similar. */
  const avoided = (all: string, first: string): Expression =>
    total(infix('-', of(all), call('if', of('alike'), number(0), of(first))), usable);
  const requests = infix('+', repeated, of('alike'));
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: 'requests', value: total(of('requests')) },
      { as: 'with_content', value: total(of('requests'), of('said')) },
      { as: 'prompts', value: call('toFloat64', call('countIf', usable)) },
      { as: 'repeated', value: total(repeated, usable) },
      { as: 'similar', value: total(of('alike'), usable) },
      { as: 'avoidable_requests', value: total(requests, usable) },
      {
        as: 'avoidable_share',
        value: infix('/', total(requests, usable), call('nullIf', total(of('requests'), usable), number(0))),
      },
      { as: 'avoidable_tokens', value: avoided('tokens', 'first_tokens') },
      {
        as: 'avoidable_cost',
        value: call('if', equal(total(of('priced'), usable), number(0)), nothing, avoided('cost', 'first_cost')),
      },
    ],
    from: { kind: 'query', query: prompts, as: 'p' },
    ...(groupBy.length > 0 ? { groupBy: groupBy.map((id) => column(id)) } : {}),
    orderBy: [
      { by: column('avoidable_requests'), direction: 'DESC' },
      ...groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const })),
    ],
  };
}

const numeric = (name: string, title: string, unit: string, description: string): ColumnPlan =>
  tableColumn(name, title, { unit, description });

const shown: readonly ColumnPlan[] = [
  numeric('requests', 'Requests', 'short', 'Model calls'),
  numeric('with_content', 'With content', 'short', 'Requests whose spans contain the prompt'),
  numeric('prompts', 'Distinct prompts', 'short', 'Distinct prompts, ignoring case and punctuation'),
  numeric('repeated', 'Repeated', 'short', 'Requests whose prompt occurred before, ignoring case and punctuation'),
  numeric('similar', 'Similar', 'short', 'First requests of prompts that are similar to an earlier one'),
  numeric('avoidable_requests', 'Avoidable requests', 'short', 'Repeated and similar requests'),
  numeric(
    'avoidable_share',
    'Avoidable share',
    'percentunit',
    'Avoidable requests as a share of those that could be compared'
  ),
  numeric('avoidable_tokens', 'Avoidable tokens', 'short', 'Tokens of avoidable requests'),
  numeric(
    'avoidable_cost',
    'Avoidable cost',
    'currencyUSD',
    'US dollars spent on avoidable requests, as far as they have a cost'
  ),
];
