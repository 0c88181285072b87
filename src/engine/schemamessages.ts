import en from 'zod/v4/locales/en.js';

/** Gives parsers English messages: zod/mini ships none and would report "Invalid input" for everything. */
export const inEnglish = { error: en().localeError };
