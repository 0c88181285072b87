import { stripVTControlCharacters } from 'node:util';

/** The lines of a drawn panel. */
export type Block = readonly string[];

/** Counts the columns that a text takes; colours take none. */
export const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Shortens a text with an ellipsis, or pads it, to exactly this width. Coloured texts are only padded. */
export function fit(text: string, width: number): string {
  const wide = widthOf(text);
  if (wide > width && wide === [...text].length) {
    return `${[...text].slice(0, Math.max(0, width - 1)).join('')}…`.slice(0, width);
  }
  return text + ' '.repeat(Math.max(0, width - wide));
}

export const right = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

export const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

/** Puts blocks side by side. */
export function beside(blocks: readonly Block[], width: number, gap: number): string[] {
  const each = Math.floor((width - gap * (blocks.length - 1)) / blocks.length);
  const height = Math.max(0, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((block) => fit(block[line] ?? '', each))
      .join(' '.repeat(gap))
      .trimEnd()
  );
}
