/** It follows from a row's prompt and version, and from what is known of the prompt's history. */
export const previousVersion = 'previous_prompt_version';
