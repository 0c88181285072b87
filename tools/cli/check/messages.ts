/** Messages of the command `check`. */

export const noDashboard = (wanted: string, titles: readonly string[]) =>
  `No dashboard’s title contains ${JSON.stringify(wanted)}. There are: ${titles.join(', ')}.`;

export const failedQueries = (failed: number, all: number) =>
  `${failed} of ${all} queries failed; see above. Their panels show the same error, and their rules cannot be evaluated.`;

export const allAnswered = (all: number, empty: number, skipped: number) =>
  `All ${all} queries of dashboards and rules were answered${empty > 0 ? `, ${empty} without a row` : ''}${
    skipped > 0 ? `; ${skipped} ask for what is not set up here` : ''
  }.`;
