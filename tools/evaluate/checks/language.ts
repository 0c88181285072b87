import { francAll } from 'franc-min';
import { verdictOf, type Skip, type Verdict } from '../verdict.ts';

/** Characters below which a language is a guess. */
const shortest = 40;
/** How near to the likeliest language, whose score is 1, a wanted one counts as likely. */
const likely = 0.9;

/** Codes, blocks and addresses are in no language. */
const withoutCode = (text: string): string =>
  text
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/`[^`\n]*`|https?:\/\/\S+/g, ' ')
    .trim();

/** The code of two letters where there is one: the detector has three, `eng`. */
const canonical = (code: string): string => Intl.getCanonicalLocales(code)[0] ?? code;

/** Whether the text is in one of the languages; too short a text is skipped. */
export function isIn(text: string, languages: readonly string[]): Verdict | Skip {
  const prose = withoutCode(text);
  if ([...prose].length < shortest) {
    return { skip: 'too_short' };
  }
  const [first, ...others] = francAll(prose);
  if (!first || first[0] === 'und') {
    return { skip: 'language_unknown' };
  }
  const wanted = new Set(languages.map(canonical));
  const found = [first, ...others.filter(([, score]) => score >= likely)].map(([code]) => canonical(code));
  const fitting = found.find((code) => wanted.has(code));
  return verdictOf(fitting !== undefined, `It reads like ${fitting ?? found[0]}.`);
}
