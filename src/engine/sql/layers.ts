import { column, combine, from, type Expression, type Output, type Select } from './nodes.ts';

/**
 * The same SELECT, with outputs that others refer to in a SELECT of their own below.
 *
 * ClickHouse writes an alias out wherever it is used before it sees that it is the same one, and planning takes time with
 * what is written out: four seconds for fifty kilobytes of spans read by their dialects, 0.7 in layers. Rows, columns and
 * their order stay what they are, but for the steps to others, which end where nothing refers to them any more. Only for
 * SELECTs of plain expressions: no groups, no windows, no order.
 */
export function layered(select: Select): Select {
  if (!isPlain(select)) {
    return select;
  }
  const levels = new Map<string, number>();
  const outputs = leveled(select.columns, levels);
  const deepest = Math.max(0, ...levels.values());
  const conditions = partsOf(select.where).map((value) => {
    const paths = columnsIn(value);
    return { value, paths, level: Math.min(deepest, levelAbove(paths, levels)) };
  });
  const needed = neededUntil([...outputs, ...conditions], levels);
  const raw = [...needed].flatMap(([name, until]) => (levels.has(name) ? [] : [{ name, ...until }]));

  function upTo(level: number): Select {
    const at = ({ value, paths }: Placed): Expression => (level > 0 && paths.some(isPart) ? flattened(value) : value);
    const columns: Output[] = [];
    for (const output of outputs) {
      const { as, step } = output;
      if (output.level <= level && (!step || (needed.get(as)?.level ?? 0) > level)) {
        columns.push({ as, value: output.level === level ? at(output) : column(as) });
      }
    }
    for (const { name, path, level: until } of raw) {
      if (until > level) {
        columns.push({ as: name, value: column(...(level === 0 ? path : [name])) });
      }
    }
    const where = combine('AND', conditions.filter((condition) => condition.level === level).map(at));
    return {
      kind: 'select',
      columns,
      from: level === 0 ? select.from : from(upTo(level - 1)),
      ...(level === 0 && select.prewhere ? { prewhere: select.prewhere } : {}),
      ...(where ? { where } : {}),
    };
  }
  return upTo(deepest);
}

type Path = readonly string[];

/** An expression with the columns that it refers to and the layer that it is in. */
interface Placed {
  value: Expression;
  paths: readonly Path[];
  level: number;
}

function isPlain({ arrayJoin, groupBy, having, orderBy, limit, columns }: Select): boolean {
  return !arrayJoin && !groupBy && !having && !orderBy && limit === undefined && !columns.some(({ as }) => as === '*');
}

/** The outputs, each as many layers up as aliases lead down from it: 0 for one that refers to columns of the table only. */
function leveled(columns: readonly Output[], levels: Map<string, number>): (Output & Placed)[] {
  const outputs = columns.map((output) => ({ ...output, paths: columnsIn(output.value), level: 0 }));
  const byName = new Map(outputs.map((output) => [output.as, output]));
  const find = (output: Output & Placed): number => {
    const known = levels.get(output.as);
    if (known !== undefined) {
      return known;
    }
    // An alias within its own expression is the column of that name.
    levels.set(output.as, 0);
    for (const path of output.paths) {
      const referred = byName.get(nameOf(path));
      if (referred && referred !== output) {
        output.level = Math.max(output.level, 1 + find(referred));
      }
    }
    levels.set(output.as, output.level);
    return output.level;
  };
  outputs.forEach(find);
  return outputs;
}

const levelAbove = (paths: readonly Path[], levels: ReadonlyMap<string, number>): number =>
  Math.max(0, ...paths.map((path) => 1 + (levels.get(nameOf(path)) ?? -1)));

/** The last layer that refers to a column or an output, one above its own where that is the output's own. */
function neededUntil(
  all: readonly Placed[],
  levels: ReadonlyMap<string, number>
): Map<string, { path: Path; level: number }> {
  const needed = new Map<string, { path: Path; level: number }>();
  for (const { paths, level } of all) {
    for (const path of paths) {
      const name = nameOf(path);
      const until = Math.max(level, 1 + (levels.get(name) ?? -1), needed.get(name)?.level ?? 0);
      needed.set(name, { path, level: until });
    }
  }
  return needed;
}

const nameOf = (path: Path): string => (isPart(path) ? path.join('.') : (path[0] ?? ''));
const isPart = (path: Path): boolean => path.length > 1;

/** A part of a column has a plain name above the SELECT that reads it. */
function flattened(value: Expression): Expression {
  switch (value.kind) {
    case 'column':
      return isPart(value.path) ? column(nameOf(value.path)) : value;
    case 'call':
    case 'infix':
      return { ...value, args: value.args.map(flattened) };
    case 'array':
      return { ...value, items: value.items.map(flattened) };
    case 'lambda':
      return { ...value, body: flattened(value.body) };
    default:
      return value;
  }
}

/** Paths of the columns in an expression; arguments of lambdas are none, and a subquery has its own. */
function columnsIn(value: Expression): Path[] {
  const found: Path[] = [];
  look(value, [], found);
  return found;
}

function look(at: Expression, bound: readonly string[], found: Path[]): void {
  switch (at.kind) {
    case 'column':
      if (isPart(at.path) || !bound.includes(at.path[0] ?? '')) {
        found.push(at.path);
      }
      return;
    case 'call':
    case 'infix':
      for (const item of at.args) {
        look(item, bound, found);
      }
      return;
    case 'array':
      for (const item of at.items) {
        look(item, bound, found);
      }
      return;
    case 'lambda':
      look(at.body, [...bound, ...at.args], found);
      return;
    default:
  }
}

const partsOf = (where: Expression | undefined): readonly Expression[] =>
  where === undefined ? [] : where.kind === 'infix' && where.operator === 'AND' ? where.args.flatMap(partsOf) : [where];
