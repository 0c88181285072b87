import type { CacheRule } from '../canonical/inputtokens.ts';
import type { Unreadable } from '../canonical/unreadable.ts';
import type { SpanField } from '../canonical/spanfield.ts';
import type { Answer } from '../host.ts';
import { expected } from './expected.ts';
import { findingsOf } from './findings.ts';
import type { GroupReport, TagReport, Report } from './model.ts';
import type { Relation } from './relations.ts';
import { keysOf, questionNames, type Question } from './statements.ts';
import { tagDimensions } from './tags.ts';
import type { Settings } from '../settings/settings.ts';
import type { Window } from '../window.ts';

type Row = Record<string, unknown>;

/** Builds the report from the answers to `inspectStatements`, in their order. */
export function reportOf(results: readonly Answer[], settings: Settings, window: Window, table: string): Report {
  const rows = Object.fromEntries(
    questionNames.map((name, index) => [name, rowsOf(results[index])])
  ) as unknown as Record<Question, Row[]>;
  const report = {
    window: { from: window.from, to: window.to },
    table,
    groups: rows.spans.map((row) => groupOf(row, settings)),
    tags: tagsOf(rows.tags, rows.ownTags),
    relations: rows.relations.map((row) => ({
      ...named(row),
      relation: textOf(row, 'relation') as Relation,
      ...numbers(row, ['rows', 'spans']),
    })),
    parents: rows.parents.map((row) => ({ ...named(row), ...numbers(row, ['below', 'missing']) })),
    future: rows.future.map((row) => ({
      service: textOf(row, 'service'),
      latest: textOf(row, 'latest'),
      ...numbers(row, ['spans']),
    })),
    unpriced: rows.unpriced.map((row) => ({
      provider: textOf(row, 'provider'),
      model: textOf(row, 'model'),
      ...numbers(row, ['requests', 'unpriced']),
      withoutTokens: Number(row['without_tokens'] ?? 0),
    })),
  };
  return { ...report, findings: findingsOf(report) };
}

function rowsOf(result: Answer | undefined): Row[] {
  return (result?.rows ?? []).map((row) =>
    Object.fromEntries((result?.columns ?? []).map((name, index) => [name, row[index]]))
  );
}

const textOf = (row: Row, name: string): string => String(row[name] ?? '');
const named = (row: Row) => ({ service: textOf(row, 'service'), dialect: textOf(row, 'dialect') });
const numbers = <Name extends string>(row: Row, names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])) as Record<Name, number>;

/** Reads the answer of a sumMap: names and their counts. */
function counts(row: Row, name: string): [string, number][] {
  const [names, values] = (row[name] as [string[], unknown[]] | undefined) ?? [[], []];
  return names.map((key, index) => [key, Number(values[index] ?? 0)]);
}

function groupOf(row: Row, settings: Settings): GroupReport {
  const {
    spans,
    distinct,
    requests,
    failed,
    generated,
    unknown_operations: unknownOperations,
  } = numbers(row, [...(['spans', 'distinct', 'requests', 'failed', 'generated', 'unknown_operations'] as const)]);
  const byKey = new Map(counts(row, 'keys'));
  const filled = (row['filled'] as unknown[] | undefined) ?? [];
  const of = { all: requests, sometimes: requests, tag: requests, answered: requests - failed, generated, failed };
  return {
    ...named(row),
    scope: textOf(row, 'scope'),
    spans,
    requests,
    failed,
    unknownOperations,
    duplicates: spans - distinct,
    fields: expected.map((one, index) => ({
      field: one.field,
      of: one.of,
      filled: Number(filled[index] ?? 0),
      expected: of[one.of],
      keys: keysOf(one.field, settings).flatMap((key) => {
        const count = byKey.get(key);
        return count ? [{ key, requests: count }] : [];
      }),
    })),
    unread: counts(row, 'unread').map(([name, count]) => {
      const [field, problem] = name.split(':');
      return { field: field as SpanField, problem: problem as Unreadable, spans: count };
    }),
    cacheRules: counts(row, 'cache_rules').map(([rule, count]) => ({ rule: rule as CacheRule, requests: count })),
    sampling: {
      sampled: Number(row['sampled'] ?? 0),
      heaviest: Number(row['heaviest'] ?? 1),
      standFor: Number(row['stand_for'] ?? spans),
    },
  };
}

function tagsOf(all: readonly Row[], own: readonly Row[]): TagReport[] {
  const keyOf = (row: Row) => `${textOf(row, 'service')}\n${textOf(row, 'dialect')}`;
  const ownBy = new Map(own.map((row) => [keyOf(row), (row['filled'] as unknown[] | undefined) ?? []]));
  return all.flatMap((row) =>
    tagDimensions.map(({ id }, index) => {
      const known = Number(((row['filled'] as unknown[] | undefined) ?? [])[index] ?? 0);
      const said = Number(ownBy.get(keyOf(row))?.[index] ?? 0);
      return {
        ...named(row),
        tag: id,
        requests: Number(row['requests'] ?? 0),
        own: said,
        inherited: Math.max(0, known - said),
      };
    })
  );
}
