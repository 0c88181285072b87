import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { badLabel, badLabels, noLabels } from './messages.ts';

/** What a human says of a call, which is named by its span or else by the id of its answer. */
export interface Label {
  /** `<trace>:<span>`, or '' */
  home: string;
  response: string;
  /** A number of the evaluator’s scale, or whether it passes. */
  says: { score: number } | { passed: boolean };
}

const words: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['pass', 'passed', 'true', 'yes', 'good'].map((word) => [word, true])),
  ...Object.fromEntries(['fail', 'failed', 'false', 'no', 'bad'].map((word) => [word, false])),
};

const row = z
  .object({
    trace_id: z.string().default(''),
    span_id: z.string().default(''),
    response_id: z.string().default(''),
    label: z.string(),
  })
  .refine((one) => one.span_id !== '' || one.response_id !== '');

interface Parsed {
  record: unknown;
  info: { lines: number };
}

/**
 * Reads a CSV file with the columns `label` and `trace_id` with `span_id`, or `response_id`; others are not read. Throws with the line of
 * the first row that cannot be read, or where some labels are numbers and others words.
 */
export function readLabels(text: string, file: string): Label[] {
  let parsed: Parsed[];
  try {
    parsed = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true });
  } catch (thrown) {
    throw new Error(badLabels(file, (thrown as Error).message));
  }
  const labels = parsed.map(({ record, info }) => {
    const read = row.safeParse(record);
    const says = read.success ? saidBy(read.data.label) : undefined;
    if (!read.success || !says) {
      throw new Error(badLabel(file, info.lines));
    }
    const { trace_id: trace, span_id: span, response_id: response } = read.data;
    return { home: span === '' ? '' : `${trace.toLowerCase()}:${span.toLowerCase()}`, response, says };
  });
  if (labels.length === 0) {
    throw new Error(noLabels(file));
  }
  const isScore = ({ says }: Label) => 'score' in says;
  const other = labels.findIndex((label) => isScore(label) !== isScore(labels[0]!));
  if (other >= 0) {
    throw new Error(badLabel(file, parsed[other]?.info.lines ?? 0));
  }
  return labels;
}

function saidBy(text: string): Label['says'] | undefined {
  const passed = words[text.toLowerCase()];
  if (passed !== undefined) {
    return { passed };
  }
  const score = text === '' ? NaN : Number(text);
  return Number.isFinite(score) ? { score } : undefined;
}
