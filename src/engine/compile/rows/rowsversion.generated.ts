/** Names the statements that write the table of calls: generated from their text. */
export const rowsVersion = '0';
