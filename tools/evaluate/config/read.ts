import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { dimensionIds } from '../../../src/engine/catalogue/dimensions/index.ts';
import { atPlace, noEvaluators, sameName } from './messages.ts';
import { configSchema, type Config, type Evaluator } from './schema.ts';
import { versionOf } from './version.ts';

/** Says what is wrong in the file, a line each: `evaluators.yaml:7:5: evaluators.0.sample.rate: …`. */
export class ConfigError extends Error {}

type Path = readonly PropertyKey[];

/** Reads evaluators.yaml. Throws a ConfigError with the line and the reason of everything that is wrong. */
export function readConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (problems: readonly string[]): never => {
    throw new ConfigError([...new Set(problems)].join('\n'));
  };
  const at = (offset: number, path: Path, reason: string) => {
    const { line, col } = lines.linePos(offset);
    return atPlace(file, Math.max(1, line), Math.max(1, col), path.map(String).join('.'), reason);
  };
  if (document.errors.length > 0) {
    refuse(document.errors.map(({ pos, message }) => at(pos[0], [], firstLine(message))));
  }
  if (document.contents === null) {
    refuse([at(0, [], noEvaluators())]);
  }
  const parsed = configSchema.safeParse(document.toJS());
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.flatMap((issue) => {
        if (issue.code === 'unrecognized_keys') {
          return issue.keys.map((key) => at(offsetOf(document, [...issue.path, key], true), issue.path, issue.message));
        }
        const isDimension = issue.path[issue.path.length - 1] === 'dimension';
        const reason = isDimension ? `${issue.message}: write one of ${dimensionIds.join(', ')}` : issue.message;
        return [at(offsetOf(document, issue.path), issue.path, reason)];
      })
    );
  }
  const { evaluators, output } = parsed.data;
  const offsets = evaluators.map((_, index) => offsetOf(document, ['evaluators', index, 'name']));
  const twice = evaluators.flatMap(({ name }, index) => {
    const first = evaluators.findIndex((one) => one.name === name);
    return first === index
      ? []
      : [
          at(
            offsets[index] ?? 0,
            ['evaluators', index, 'name'],
            sameName(name, lines.linePos(offsets[first] ?? 0).line)
          ),
        ];
  });
  if (twice.length > 0) {
    refuse(twice);
  }
  return { evaluators: evaluators.map((one) => ({ ...one, version: versionOf(one) }) as Evaluator), output };
}

/** Where the path is written, or else the last of what is above it; of a key, the key itself. */
function offsetOf(document: Document, path: Path, isKey = false): number {
  for (let length = path.length; length >= 0; length--) {
    const above = document.getIn(path.slice(0, -1), true);
    if (isKey && length === path.length && typeof above === 'object' && above !== null && 'items' in above) {
      const pair = (above.items as { key?: unknown }[]).find(
        ({ key }) => isNode(key) && String(key) === String(path[path.length - 1])
      );
      if (isNode(pair?.key) && pair.key.range) {
        return pair.key.range[0];
      }
    }
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return node.range[0];
    }
  }
  return 0;
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? text;
