import { column, combine, from, type Expression, type Output, type Select } from './nodes.ts';

/**
 * The same SELECT, with outputs that others refer to in a SELECT of their own below.
 *
 * ClickHouse writes an alias out wherever it is used before it sees that it is the same one, and planning takes time with
 * what is written out: four seconds for fifty kilobytes of spans read by their dialects, 0.7 in layers. Rows, columns and
 * their order stay what they are. Only for SELECTs of plain expressions: no groups, no windows, no order.
 */
export function layered(select: Select): Select {
  const levels = levelsOf(select.columns);
  const deepest = Math.max(0, ...levels.values());
  const conditions = partsOf(select.where).map((value) => ({
    value,
    level: Math.min(deepest, levelOf(value, levels)),
  }));

  function upTo(level: number): Select {
    const at = (value: Expression): Expression => (level === 0 ? value : flattened(value));
    const columns = select.columns
      .filter(({ as }) => (levels.get(as) ?? 0) <= level)
      .map(({ as, value }): Output => ({ as, value: levels.get(as) === level ? at(value) : column(as) }));
    const where = combine(
      'AND',
      conditions.filter((condition) => condition.level === level).map(({ value }) => at(value))
    );
    const later = [
      ...select.columns.filter(({ as }) => (levels.get(as) ?? 0) > level).map(({ value }) => value),
      ...conditions.filter((condition) => condition.level > level).map(({ value }) => value),
    ];
    return {
      kind: 'select',
      columns: [...columns, ...rawOf(later, levels, at)],
      from: level === 0 ? select.from : from(upTo(level - 1)),
      ...(level === 0 && select.prewhere ? { prewhere: select.prewhere } : {}),
      ...(where ? { where } : {}),
    };
  }
  return deepest === 0 || !isPlain(select) ? select : upTo(deepest);
}

function isPlain({ with: named, arrayJoin, groupBy, having, orderBy, limit, columns }: Select): boolean {
  return (
    !named &&
    !arrayJoin &&
    !groupBy &&
    !having &&
    !orderBy &&
    limit === undefined &&
    !columns.some(({ as }) => as === '*')
  );
}

/** How many aliases deep each output is: 0 for one that refers to none but columns of the table. */
function levelsOf(outputs: readonly Output[]): Map<string, number> {
  const values = new Map(outputs.map(({ as, value }) => [as, value]));
  const levels = new Map<string, number>();
  const find = (as: string, value: Expression): number => {
    const known = levels.get(as);
    if (known !== undefined) {
      return known;
    }
    // An alias within its own expression is the column of that name.
    levels.set(as, 0);
    const depths = columnsIn(value).map((path) => {
      const name = nameOf(path);
      const referred = values.get(name);
      return referred && name !== as ? 1 + find(name, referred) : 0;
    });
    const level = Math.max(0, ...depths);
    levels.set(as, level);
    return level;
  };
  values.forEach((value, as) => find(as, value));
  return levels;
}

function levelOf(value: Expression, levels: ReadonlyMap<string, number>): number {
  return Math.max(0, ...columnsIn(value).map((path) => 1 + (levels.get(nameOf(path)) ?? -1)));
}

/** The table's own columns that the expressions need. */
function rawOf(
  values: readonly Expression[],
  levels: ReadonlyMap<string, number>,
  at: (value: Expression) => Expression
): Output[] {
  const byName = new Map(values.flatMap(columnsIn).map((path) => [nameOf(path), path]));
  return [...byName]
    .filter(([name]) => !levels.has(name))
    .map(([name, path]) => ({ as: name, value: at(column(...path)) }));
}

const nameOf = (path: readonly string[]): string => path.join('.');

/** A part of a column has a plain name above the SELECT that reads it. */
const flattened = (value: Expression): Expression =>
  mapped(value, (path) => (path.length > 1 ? column(nameOf(path)) : null));

/** Paths of the columns in an expression; arguments of lambdas are none, and a subquery has its own. */
function columnsIn(value: Expression): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  mapped(value, (path) => {
    found.push(path);
    return null;
  });
  return found;
}

/** The expression with its columns replaced, where `replace` says by what. */
function mapped(
  value: Expression,
  replace: (path: readonly string[]) => Expression | null,
  bound: readonly string[] = []
): Expression {
  const all = (values: readonly Expression[]) => values.map((item) => mapped(item, replace, bound));
  switch (value.kind) {
    case 'column':
      return value.path.length === 1 && bound.includes(value.path[0] ?? '') ? value : (replace(value.path) ?? value);
    case 'call':
    case 'infix':
      return { ...value, args: all(value.args) };
    case 'array':
      return { ...value, items: all(value.items) };
    case 'lambda':
      return { ...value, body: mapped(value.body, replace, [...bound, ...value.args]) };
    default:
      return value;
  }
}

const partsOf = (where: Expression | undefined): readonly Expression[] =>
  where === undefined ? [] : where.kind === 'infix' && where.operator === 'AND' ? where.args.flatMap(partsOf) : [where];
