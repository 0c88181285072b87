import { verdictOf, type Verdict } from '../verdict.ts';

/** Whether the text has from `min` to `max` characters, both included. A character outside the BMP, such as an emoji, is one. */
export function hasLength(
  text: string,
  { min = 0, max = Infinity }: { min?: number | undefined; max?: number | undefined }
): Verdict {
  const length = [...text].length;
  const count = `${length.toLocaleString('en')} ${length === 1 ? 'character' : 'characters'}`;
  return length < min
    ? verdictOf(false, `${count}, fewer than ${min}.`)
    : length > max
      ? verdictOf(false, `${count}, more than ${max}.`)
      : verdictOf(true, `${count}.`);
}
