import { dimensionIds, isDimension } from '../catalogue/dimensions/index.ts';
import { measureIds } from '../catalogue/measures/index.ts';
import { UserError } from '../errors.ts';
import { emptyQuery, invalidQuery, unknownName, unknownVersion } from '../messages.ts';
import { inEnglish } from '../schemamessages.ts';
import { migrate } from './migrate.ts';
import { currentVersion, kinds, querySchema, type Query } from './model.ts';

/** The keys that Grafana itself adds to a query object. */
const grafanaKeys = new Set([
  'refId',
  'datasource',
  'datasourceId',
  'hide',
  'key',
  'queryType',
  'intervalMs',
  'maxDataPoints',
  'timeRange',
  'meta',
]);

/** Migrates and checks a saved query. Throws a UserError that says which part is wrong. */
export function parseQuery(saved: unknown): Query {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) {
    throw new UserError(invalidQuery('', 'it is not an object'), 'query');
  }
  const own = Object.fromEntries(Object.entries(saved).filter(([key]) => !grafanaKeys.has(key)));
  if (own['kind'] === undefined) {
    throw new UserError(emptyQuery(), 'query');
  }
  if (typeof own['version'] !== 'number' || own['version'] > currentVersion || own['version'] < 1) {
    throw new UserError(unknownVersion(own['version'], currentVersion), 'query');
  }
  const migrated = migrate(own);
  refuseUnknownNames(migrated);
  const parsed = querySchema.safeParse(migrated, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(invalidQuery(issue?.path.join('.') ?? '', issue?.message ?? 'unreadable'), 'query');
  }
  return parsed.data;
}

/** Refuses unknown names with a better message than the schema's: it lists the valid ones. */
function refuseUnknownNames(query: Record<string, unknown>): void {
  const check = (
    what: string,
    names: unknown[],
    known: readonly string[],
    isKnown = (name: string) => known.includes(name)
  ) => {
    const wrong = names.find((name) => typeof name === 'string' && !isKnown(name));
    if (wrong !== undefined) {
      throw new UserError(unknownName(what, wrong, known), 'query');
    }
  };
  check('kind of query', [query['kind']], kinds);
  check(
    'measure',
    objects(query['measures']).map((measure) => measure['id']),
    measureIds
  );
  check('dimension', Array.isArray(query['groupBy']) ? query['groupBy'] : [], dimensionIds, isDimension);
  check(
    'dimension',
    objects(query['filters']).map((filter) => filter['dimension']),
    dimensionIds,
    isDimension
  );
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
