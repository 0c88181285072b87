import { column, combine, from, type Expression, type Output, type Select } from './nodes.ts';

/**
 * Moves outputs that others refer to into nested SELECTs.
 *
 * ClickHouse expands an alias wherever it is used, before it notices that the expressions are equal, and planning takes time
 * for the expanded text: four seconds for fifty kilobytes of spans read by dialect, 0.7 s in layers. Rows, columns and their
 * order stay the same, except for intermediate steps, which end where nothing refers to them anymore. It only works for
 * SELECTs of plain expressions, without GROUP BY, window functions or ORDER BY.
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

/** An expression with the columns it refers to, and the layer it is in. */
interface Placed {
  value: Expression;
  paths: readonly Path[];
  level: number;
}

function isPlain({ arrayJoin, groupBy, having, orderBy, onePer, limit, columns }: Select): boolean {
  const isShaped = arrayJoin ?? groupBy ?? having ?? orderBy ?? onePer ?? limit;
  return isShaped === undefined && !columns.some(({ as }) => as === '*');
}

/** Assigns each output a layer: 0 if it only refers to columns of the table, else one above the outputs it refers to. */
function leveled(columns: readonly Output[], levels: Map<string, number>): (Output & Placed)[] {
  const outputs = columns.map((output) => ({ ...output, paths: columnsIn(output.value), level: 0 }));
  const byName = new Map(outputs.map((output) => [output.as, output]));
  const find = (output: Output & Placed): number => {
    const known = levels.get(output.as);
    if (known !== undefined) {
      return known;
    }
    // An alias within its own expression means the column of that name.
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

/** Returns the last layer that refers to a column or an output; for a final output, one above its own. */
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

/** Replaces a path by its plain name, above the SELECT that reads it. */
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

/** Lists the paths of the columns in an expression, without arguments of lambdas and without subqueries. */
export function columnsIn(value: Expression): Path[] {
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
