/** This dimension follows from a row's prompt and version, and from the prompt's history. */
export const previousVersion = 'previous_prompt_version';
