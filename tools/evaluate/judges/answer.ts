import * as z from 'zod';
import type { BadAnswer } from '../remote.ts';

export type Judged = { score: number; explanation: string } | { bad: BadAnswer };

/** What the judge is asked to answer with; what it does answer is read by `readAnswer`. */
export const answerSchema = ({ lowest, highest }: { lowest: number; highest: number }) =>
  z.object({
    explanation: z.string().describe('One to three sentences on why'),
    score: z.number().describe(`From ${lowest}, the worst, to ${highest}, the best`),
  });

/** A score in a string is one, if nothing else is in it. */
const lenient = z.object({
  score: z.union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ]),
  explanation: z.string().catch(''),
});

/** Characters of an explanation that are kept. */
const longest = 4000;

/** Reads a judge’s answer, which may stand in a code fence or among other words. */
export function readAnswer(
  text: string,
  { lowest, highest }: { lowest: number; highest: number },
  finish: string
): Judged {
  if (finish === 'content-filter') {
    return { bad: 'content_filter' };
  }
  if (text.trim() === '') {
    return { bad: finish === 'length' ? 'cut_off' : 'empty' };
  }
  const value = objectIn(text);
  if (value === undefined) {
    return { bad: finish === 'length' || isOpen(text) ? 'cut_off' : 'no_json' };
  }
  const parsed = lenient.safeParse(value);
  if (!parsed.success) {
    return { bad: 'error' in value && !('score' in value) ? 'error_in_body' : 'no_score' };
  }
  const { score, explanation } = parsed.data;
  return score < lowest || score > highest
    ? { bad: 'out_of_range' }
    : { score, explanation: explanation.slice(0, longest) };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  const [first, last] = [text.indexOf('{'), text.lastIndexOf('}')];
  for (const part of [text, text.slice(first, last + 1)]) {
    try {
      const value = JSON.parse(part) as unknown;
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return value as Record<string, unknown>;
      }
    } catch {
      // The next part may be an object.
    }
  }
  return undefined;
}

/** Whether it begins like an object that has no end. */
const isOpen = (text: string): boolean => text.includes('{') && text.lastIndexOf('}') < text.lastIndexOf('{');
