import pc from 'picocolors';
import { inUnit } from '../units.ts';
import { bar } from './bar.ts';
import { fit, longest, right, type Block } from './text.ts';

export interface Bar {
  name: string;
  value: number | null;
  text: string;
}

export interface BarsOptions {
  width: number;
  rows: number;
  /** Whether to show each value's share of the total, as in a pie chart. */
  shares: boolean;
}

/** Draws one bar per row, from zero to the largest value. */
export function drawBars(title: string, bars: readonly Bar[], { width, rows, shares }: BarsOptions): Block {
  const ordered = [...bars].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const shown = ordered.slice(0, ordered.length > rows ? rows - 1 : rows);
  const total = bars.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const largest = Math.max(0, ...bars.map(({ value }) => value ?? 0));
  const texts = shown.map(({ value, text }) =>
    shares && value !== null && total > 0 ? `${text} ${right(inUnit(value / total, 'percentunit', 0), 4)}` : text
  );
  const name = Math.min(longest(shown.map((one) => one.name)), Math.floor(width * 0.4));
  const number = longest(texts);
  const line = Math.max(1, width - name - number - 4);
  return [
    pc.bold(fit(title, width)),
    ...shown.map(({ name: text, value }, index) => {
      const drawn = largest > 0 ? bar((value ?? 0) / largest, line) : '';
      return `${fit(text, name)}  ${pc.cyan(fit(drawn, line))}  ${right(texts[index] ?? '', number)}`;
    }),
    ...(ordered.length > shown.length ? [pc.dim(`and ${ordered.length - shown.length} more`)] : []),
  ];
}
