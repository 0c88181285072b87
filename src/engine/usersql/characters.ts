/** Classes of UTF-16 code units, in ClickHouse SQL. */

const within = (code: number, from: number, to: number): boolean => code >= from && code <= to;

/** Blanks of Unicode, which is more than ClickHouse takes for one: pasted SQL has no-break spaces. */
const blanks = new Set([0x20, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);

export const isBlank = (code: number): boolean =>
  within(code, 0x09, 0x0d) || blanks.has(code) || within(code, 0x2000, 0x200a);

export const isDigit = (code: number): boolean => within(code, 0x30, 0x39);

const isAsciiWord = (code: number): boolean => within(code, 0x61, 0x7a) || within(code, 0x41, 0x5a) || code === 0x5f;

/** Typographic quotes of pasted SQL (U+2000 to U+206F) and no-break spaces end a word. */
const isForeign = (code: number): boolean => code > 0x7f && (within(code, 0xa1, 0x1fff) || code >= 0x2070);

export const isWordStart = (code: number): boolean => isAsciiWord(code) || isForeign(code);

/** Whether a character may stand in the tag of a heredoc. */
export const isTagPart = (code: number): boolean => isAsciiWord(code) || isDigit(code);
