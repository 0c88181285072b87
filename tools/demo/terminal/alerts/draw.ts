import pc from 'picocolors';
import { fit, longest, widthOf, type Block } from '../draw/text.ts';
import { states, type Verdict } from './judge.ts';

const colours: Record<Verdict['state'], (text: string) => string> = {
  error: pc.red,
  firing: (text) => pc.bold(pc.red(text)),
  pending: pc.yellow,
  'no data': pc.dim,
  ok: pc.green,
};

const isCalm = (state: Verdict['state']) => state === 'ok' || state === 'no data';

/** Draws one line per rule that does not fire, and two or more per alert instance: which one, and why. */
export function drawVerdicts(verdicts: readonly Verdict[], width: number): Block {
  const ordered = [...verdicts].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  const state = longest([...states]) + 2;
  const title = longest(ordered.map((verdict) => verdict.title)) + 2;
  return ordered.flatMap((verdict) => {
    const mark = colours[verdict.state](fit(verdict.state.toUpperCase(), state));
    if (!isCalm(verdict.state)) {
      return [
        mark + pc.bold(fit(verdict.title, title)) + fit(verdict.about, width - state - title).trimEnd(),
        ...wrapped(verdict.why.join('; '), width - state).map(
          (line) => ' '.repeat(state) + colours[verdict.state](line)
        ),
      ];
    }
    const about = verdict.about === '' ? '' : `${verdict.about}: `;
    return [mark + fit(verdict.title, title) + pc.dim(asManyAs(verdict.why, about, width - state - title))];
  });
}

/** Breaks a text at spaces into lines of at most this width. */
function wrapped(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    return last !== undefined && widthOf(last) + 1 + widthOf(word) <= width
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);
}

/** Joins as many parts of a reason as fit into a line; the first one is always included. */
function asManyAs([first = '', ...others]: readonly string[], beginning: string, width: number): string {
  const told = others.reduce(
    (line, part) => (part !== '' && widthOf(line) + 2 + widthOf(part) <= width ? `${line}; ${part}` : line),
    beginning + first
  );
  return fit(told, width).trimEnd();
}
