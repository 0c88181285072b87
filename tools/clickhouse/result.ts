/** A finished query. Times in seconds; rows and bytes as the engine counted them. */
export interface QueryResult {
  body: Uint8Array;
  format: string;
  readRows: number;
  readBytes: number;
  writtenRows: number;
  writtenBytes: number;
  elapsed: number;
}
