import { verdictOf, type Verdict } from '../verdict.ts';

/** Whether the text is one JSON value and nothing else. */
export function isJson(text: string): Verdict {
  try {
    JSON.parse(text);
    return verdictOf(true, 'It is JSON.');
  } catch {
    const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1];
    return verdictOf(
      false,
      fenced !== undefined && isJson(fenced).passed ? 'It is JSON in a code fence.' : 'It is not JSON.'
    );
  }
}
