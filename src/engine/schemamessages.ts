import en from 'zod/v4/locales/en.js';

/** Options of a parse: zod/mini has no texts of its own and would say "Invalid input" of everything. */
export const inEnglish = { error: en().localeError };
