import { functions } from '../../../engine/usersql/functions.ts';
import { macros } from '../../../engine/usersql/macros.ts';
import { keywords } from '../../../engine/usersql/keywords.ts';
import { tokenize, type Token } from '../../../engine/usersql/tokenize.ts';
import { messages } from './messages.ts';

/** What is completed: where the text to replace begins, and what may take its place. */
export interface Completion {
  from: number;
  suggestions: Suggestion[];
}

export interface Suggestion {
  label: string;
  kind: 'table' | 'column' | 'key' | 'function' | 'macro' | 'keyword';
  /** What is written instead of the text; a snippet has places to fill in, `$0` or `${1:name}`. */
  insert: string;
  isSnippet?: boolean;
  detail?: string;
  documentation?: string;
  /** Whether suggestions are shown again, for what is written next. */
  next?: boolean;
}

/** What SQL may name: the tables by their paths, the first of which is that of the spans, and keys of attributes. */
export interface Named {
  tables: readonly { path: string; columns: Readonly<Record<string, string>> }[];
  keys: readonly string[];
}

/** What may be written at a place of SQL; null within strings, comments and numbers. */
export function completionAt(sql: string, offset: number, named: Named): Completion | null {
  const before = sql.slice(0, offset);
  const key = keyAt(before, named);
  if (key) {
    return { from: key.from, suggestions: keysOf(named, sql.slice(offset)) };
  }
  const code = codeOf(before);
  const typed = /[$\w]*$/.exec(before)?.[0] ?? '';
  if (!code || /^\d/.test(typed)) {
    return null;
  }
  const from = offset - typed.length;
  const previous = code[code.length - (typed === '' ? 1 : 2)]?.text.toUpperCase() ?? '';
  if (previous === 'FROM' || previous === 'JOIN') {
    return { from, suggestions: tablesOf(named) };
  }
  const columns = columnsOf(named, sql);
  return { from, suggestions: previous === '.' ? columns : [...columns, ...ofMacros, ...ofFunctions, ...ofKeywords] };
}

/** The tokens of code, null where the text ends within a string or a comment. */
function codeOf(before: string): Token[] | null {
  try {
    const tokens = tokenize(before);
    const last = tokens[tokens.length - 1];
    const isOpen = last?.kind === 'comment' && !last.text.startsWith('/*');
    return isOpen ? null : tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  } catch {
    return null;
  }
}

const beforeKey = /([A-Za-z_]\w*)\[\s*'([^'\\\n]*)$/;

/** Whether a text may end within the key of a Map. */
export const wantsKeys = (before: string): boolean => beforeKey.test(before);

/** Where the key of a Map begins that is being written: `SpanAttributes['gen_ai.`. */
function keyAt(before: string, { tables }: Named): { from: number } | null {
  const [, name, typed] = beforeKey.exec(before) ?? [];
  const isMap = tables.some(({ columns }) => name !== undefined && (columns[name] ?? '').startsWith('Map('));
  // The census knows the keys of spans, not those of their resource or of log records.
  return isMap && typed !== undefined && !/resource|scope|log/i.test(name ?? '')
    ? { from: before.length - typed.length }
    : null;
}

function keysOf({ keys }: Named, after: string): Suggestion[] {
  const end = after.startsWith("'") ? '' : after.startsWith(']') ? "'" : "']";
  return keys.map((key) => ({ label: key, kind: 'key', insert: key.replace(/[\\']/g, '\\$&') + end }));
}

function tablesOf({ tables }: Named): Suggestion[] {
  return [
    {
      label: '$__table',
      kind: 'macro',
      insert: '$__table',
      detail: tables[0]?.path ?? '',
      documentation: macros['$__table']?.description ?? '',
    },
    ...tables.map(({ path }): Suggestion => ({ label: path, kind: 'table', insert: path })),
  ];
}

/** The columns of the tables that the SQL names; those of the spans if it names none. */
function columnsOf({ tables }: Named, sql: string): Suggestion[] {
  const read = tables.filter(({ path }, index) =>
    [path, path.split('.').pop() ?? path, ...(index === 0 ? ['$__table'] : [])].some((name) => sql.includes(name))
  );
  const columns = Object.assign(
    {},
    ...(read.length > 0 ? read : tables.slice(0, 1)).map((one) => one.columns)
  ) as Record<string, string>;
  return Object.entries(columns).map(([name, type]): Suggestion => {
    const written = /^[A-Za-z_][\w.]*$/.test(name) ? name : '`' + name.replace(/[\\`]/g, '\\$&') + '`';
    const isMap = type.startsWith('Map(');
    return {
      label: name,
      kind: 'column',
      insert: isMap ? `${snippetText(written)}['$0']` : written,
      detail: type,
      ...(isMap ? { isSnippet: true, next: true } : {}),
    };
  });
}

const snippetText = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

const ofMacros: readonly Suggestion[] = Object.entries(macros).map(([label, { example, description }]) => {
  const args = /\((.+)\)/.exec(example)?.[1]?.split(', ') ?? [];
  const places = args.map((argument, index) => `\${${index + 1}:${argument}}`).join(', ');
  return {
    label,
    kind: 'macro',
    insert: args.length > 0 ? `${snippetText(label)}(${places})` : label,
    isSnippet: args.length > 0,
    detail: example,
    documentation: description,
  };
});

const ofFunctions: readonly Suggestion[] = functions.map((label) => ({
  label,
  kind: 'function',
  insert: `${label}($0)`,
  isSnippet: true,
  detail: messages.function,
}));

const ofKeywords: readonly Suggestion[] = [...keywords].map((label) => ({ label, kind: 'keyword', insert: label }));
