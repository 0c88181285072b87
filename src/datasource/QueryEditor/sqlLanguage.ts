import { getStandardSQLCompletionProvider, type LanguageDefinition, MacroType } from '@grafana/plugin-ui';

import { macros } from '../../engine/usersql/macros.ts';

/** Standard SQL, with the engine's macros as suggestions. */
export const sqlLanguage: LanguageDefinition = {
  id: 'sql',
  completionProvider: (monaco, language) => ({
    ...getStandardSQLCompletionProvider(monaco, language),
    supportedMacros: () =>
      Object.entries(macros).map(([name, { example, description }]) => ({
        id: example,
        name: example,
        text: name,
        args: argumentsOf(example),
        type: typeOf(name),
        description,
      })),
  }),
};

/** Returns where in a statement to suggest a macro: after FROM, after WHERE, or among the columns. */
function typeOf(name: string): MacroType {
  return name === '$__table' ? MacroType.Table : name.includes('Filter') ? MacroType.Filter : MacroType.Value;
}

function argumentsOf(example: string): string[] {
  return /\((.+)\)/.exec(example)?.[1]?.split(', ') ?? [];
}
