/** Messages about what humans say of calls. */

export const badLabels = (file: string, reason: string) => `${file}: ${reason}`;

export const badLabel = (file: string, line: number) =>
  `${file}:${line}: write trace_id and span_id, or response_id, and as label a number in each row, or pass or fail in each row.`;

export const noLabels = (file: string) => `${file} has no rows.`;
