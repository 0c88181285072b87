import type { Statement } from '../../src/engine/host.ts';

type Run<Result> = (statement: Statement) => Promise<Result>;
interface Table {
  columns: string[];
  rows: unknown[][];
}

/**
 * Asks once what a data source would keep, such as a census: by text and parameters, and slice by slice where an answer has
 * several. Failures are not kept.
 */
export function keeping<Result extends object>(
  run: Run<Result>,
  isKept = ({ cacheSeconds }: Statement): boolean => Boolean(cacheSeconds)
): Run<Result> {
  const kept = new Map<string, Promise<Result>>();

  function keep(key: string, answer: Promise<Result>): void {
    kept.set(key, answer);
    const forget = () => kept.delete(key);
    answer.then((result) => 'rows' in result || forget(), forget);
  }

  return async (statement) => {
    const { sql, params, slices } = statement;
    if (!isKept(statement)) {
      return run(statement);
    }
    if (!slices || slices.keys.length === 0) {
      const key = JSON.stringify([sql, params]);
      if (!kept.has(key)) {
        keep(key, run(statement));
      }
      return kept.get(key)!;
    }
    const ofSlices = (keys: readonly number[]) => ({ ...params, [slices.parameter]: `[${keys.join(',')}]` });
    const keyOf = (slice: number) => JSON.stringify([sql, ofSlices([slice])]);
    const keys = slices.keys.filter((slice) => !kept.has(keyOf(slice)));
    if (keys.length > 0) {
      const answer = run({ ...statement, params: ofSlices(keys), slices: { ...slices, keys } });
      keys.forEach((slice) =>
        keep(
          keyOf(slice),
          answer.then((result) => onlyOf(result, slices.column, slice))
        )
      );
    }
    const parts = await Promise.all(slices.keys.map((slice) => kept.get(keyOf(slice))!));
    const failed = parts.find((part) => !('rows' in part));
    return failed ?? { ...parts[0]!, rows: parts.flatMap((part) => (part as unknown as Table).rows) };
  };
}

/** The rows of one slice; a failure is that of each. */
function onlyOf<Result extends object>(result: Result, column: string, slice: number): Result {
  if (!('rows' in result)) {
    return result;
  }
  const { columns, rows } = result as unknown as Table;
  const at = columns.indexOf(column);
  return { ...result, rows: rows.filter((row) => Number(row[at]) === slice) };
}
