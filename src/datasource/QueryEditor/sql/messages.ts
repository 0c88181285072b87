export const messages = {
  sql: 'SQL',
  function: 'function of ClickHouse',
  run: 'Run query',
  runTooltip: 'Ctrl+Enter or Cmd+Enter',
  format: 'Format',
  formatTooltip: 'Lines by clause. Macros and variables stay as they are.',
  notFormatted: 'The SQL is not complete, or uses something that cannot be formatted. It stays as it is.',
  hint: 'Suggestions: Ctrl+Space. Run: Ctrl+Enter or Cmd+Enter.',
};
