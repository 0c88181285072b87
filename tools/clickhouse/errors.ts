/** An exception as ClickHouse reports it: its numeric code and its text, "Code: 60. DB::Exception: ... (UNKNOWN_TABLE)". */
export interface Exception {
  code: number;
  text: string;
}

const STATUS_BY_CODES: ReadonlyArray<readonly [status: number, codes: readonly number[]]> = [
  [401, [194]],
  [403, [192, 193, 497, 512, 516]],
  [400, [6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676]],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511]],
  [408, [159]],
  [411, [381]],
  [413, [229]],
  [415, [779]],
  [501, [48]],
  [503, [76, 209, 439]],
];

const statusByCode = new Map(
  STATUS_BY_CODES.flatMap(([status, codes]) => codes.map((code) => [code, status] as const))
);

/** The HTTP status that ClickHouse answers with for an exception code; 500 for a code without a status of its own. */
export function httpStatus(code: number): number {
  return statusByCode.get(code) ?? 500;
}

/**
 * Builds an exception to throw.
 * @param name the code's symbolic name, such as `READONLY`
 */
export function exception(code: number, name: string, message: string): Exception {
  return { code, text: `Code: ${code}. DB::Exception: ${message} (${name})` };
}

/** Reads whatever the engine or this server threw; never throws. Anything without a ClickHouse code becomes 1002. */
export function toException(thrown: unknown): Exception {
  if (isException(thrown)) {
    return thrown;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = Number(/^Code: (\d+)\./.exec(message)?.[1] ?? 0);
  return code > 0 ? { code, text: message.trimEnd() } : exception(1002, 'UNKNOWN_EXCEPTION', message);
}

function isException(value: unknown): value is Exception {
  return typeof value === 'object' && value !== null && 'code' in value && 'text' in value;
}
