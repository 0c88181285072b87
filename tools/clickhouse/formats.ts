const CONTENT_TYPES: ReadonlyArray<readonly [pattern: RegExp, contentType: string]> = [
  [/^(JSON.*EachRow.*|NDJSON|JSONLines)$/i, 'application/x-ndjson; charset=UTF-8'],
  [/^(PrettyNDJSON|PrettyJSONEachRow)/i, 'application/json; charset=UTF-8'],
  [/^JSON/i, 'application/json; charset=UTF-8'],
  [/^(TSV|TabSeparated)/i, 'text/tab-separated-values; charset=UTF-8'],
  [/^CSV(?!.*WithNames)/i, 'text/csv; charset=UTF-8; header=absent'],
  [/^CSV/i, 'text/csv; charset=UTF-8; header=present'],
  [/^(Arrow|ArrowStream)$/i, 'application/vnd.apache.arrow.stream'],
  [/^Parquet$/i, 'application/vnd.apache.parquet'],
  [/^(RowBinary|Native|ORC|Avro|BSON|MsgPack|Npy|Protobuf)/i, 'application/octet-stream'],
  [/^XML$/i, 'application/xml; charset=UTF-8'],
  [/^Markdown$/i, 'text/markdown; charset=UTF-8'],
];

/** The Content-Type of a result in the named output format; plain text for formats that are none of the common ones. */
export function contentType(format: string): string {
  return CONTENT_TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? 'text/plain; charset=UTF-8';
}
