import { contentWords } from '../../../src/engine/catalogue/content.ts';

const { about, endings, numbers, others, written } = contentWords;

/** A view without content, for readers who may not read it: keys are told by the words by which the engine tells them. */
export function contentView(): string {
  return [
    '```sql',
    'CREATE FUNCTION genai_is_content AS (k) -> arrayExists(',
    `  w -> (hasAny(w, ${list(written)})`,
    `      OR has(${list(endings)}, arrayStringConcat(arraySlice(w, -2), ' ')))`,
    `    AND NOT hasAny(w, ${list(numbers)})`,
    `    AND NOT has(${list(others)}, w[1])`,
    `    AND NOT has(${list(about)}, w[-1]),`,
    "  [extractAll(lower(replaceRegexpAll(k, '([a-z])([A-Z])', '\\\\1_\\\\2')), '[a-z]+')]);",
    '',
    'CREATE VIEW otel.spans_without_content DEFINER = genai_owner SQL SECURITY DEFINER AS',
    'SELECT * REPLACE (',
    '  mapFilter((k, v) -> NOT genai_is_content(k), SpanAttributes) AS SpanAttributes,',
    '  mapFilter((k, v) -> NOT genai_is_content(k), ResourceAttributes) AS ResourceAttributes,',
    '  arrayMap(a -> mapFilter((k, v) -> NOT genai_is_content(k), a), `Events.Attributes`) AS `Events.Attributes`)',
    'FROM otel.otel_traces;',
    '',
    'GRANT SELECT ON otel.spans_without_content TO grafana;',
    '```',
  ].join('\n');
}

/** A list of texts in lines of at most 120 characters. */
function list(words: ReadonlySet<string>): string {
  const lines = [''];
  for (const word of words) {
    const line = lines.length - 1;
    const longer = `${lines[line]}${lines[line] === '' ? '' : ', '}'${word}'`;
    if (longer.length > 110) {
      lines[line] += ',';
      lines.push(`'${word}'`);
    } else {
      lines[line] = longer;
    }
  }
  return `[${lines.join('\n      ')}]`;
}
