import { isMap, isNode, isPair, isScalar, type Document, type Node } from 'yaml';

import { written } from '../engine/alerts/condition.ts';
import { comparisonsOf, type AlertRule } from '../engine/alerts/rule.ts';

const width = 116;

/** Wraps paragraphs into lines of a comment, each with the space after its `#`. */
export function commentLines(...paragraphs: string[]): string {
  return paragraphs.flatMap((paragraph) => wrapped(paragraph).map((line) => ` ${line}`)).join('\n');
}

/** Explains numbers and policies in comments of the file. `at` is the path of the rule in the document. */
export function explainRule(document: Document, at: (string | number)[], rule: AlertRule): void {
  before(document, at, 'uid', rule.question);
  before(
    document,
    [...at, 'data', Object.keys(rule.show).length, 'model'],
    'expression',
    'The numbers to tune:',
    ...comparisonsOf(rule).map((comparison) => `${written(comparison)}: ${comparison.means}`)
  );
  before(document, at, 'noDataState', rule.noData.because);
  before(document, at, 'execErrState', rule.execError.because);
}

function before(document: Document, at: (string | number)[], key: string, ...paragraphs: string[]): void {
  const map = document.getIn(at, true);
  const pair = isMap(map)
    ? map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    : undefined;
  if (!pair || !isNode(pair.key)) {
    throw new Error(`there is no ${[...at, key].join('.')} to comment on`);
  }
  (pair.key as Node).commentBefore = commentLines(...paragraphs);
}

function wrapped(paragraph: string): string[] {
  return paragraph.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    return last !== undefined && last.length + word.length < width
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);
}
