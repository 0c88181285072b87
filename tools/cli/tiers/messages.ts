/** Messages of the tier commands. */

export const madeReady = () =>
  'The tables are there. Run "tiers backfill" once, then "tiers fill" from cron; grant the data source’s user SELECT on them.';

export const viewsMade = (cluster: string | undefined) =>
  [
    'The views are there: ClickHouse fills the hours that are over, 16 minutes after each. Run "tiers backfill" once for the past, and "tiers status" to see how they do.',
    ...(cluster === undefined
      ? []
      : ['They are on the server that was asked, not on every server of the cluster: one of them fills for all.']),
  ].join('\n');

export const viewsOutdated = () =>
  'The views were made by another version or with other settings: what they fill is not read. Run "tiers apply --views" again.';

export const viewsSilent = (last: string) =>
  `The views last ran at ${last} UTC. Look for their exceptions below, and for "SYSTEM STOP VIEWS".`;

export const leftOpen = (hours: number) =>
  `${hours === 1 ? '1 hour stays' : `${hours} hours stay`} open, because spans arrived that the views do not cover, and ${hours === 1 ? 'is' : 'are'} read from the spans. Run "tiers apply --views" again to write the views for what there is now.`;

export const notThere = () =>
  'The tables of closed hours are not there, or have other columns than this version writes. Run "tiers apply" (after "tiers drop", if they are of another version).';

export const notOver = (to: Date, now: Date) =>
  `The hour until ${to.toISOString().slice(0, 16)} is not over: the server’s clock says ${now.toISOString().slice(0, 16)}.`;

export const endsBefore = () => 'The range ends before it starts. Choose a later --to.';

export const nothingCompared = () =>
  'Nothing could be compared: the spans table can answer none of the questions. Run "inspect".';

export const hoursGone = (hours: number) =>
  `${hours === 1 ? '1 hour has' : `${hours} hours have`} more than the spans table, which keeps its rows for a shorter time: that stays as it is.`;

export const notConfirmed = (statements: readonly string[]) =>
  `This would run:\n\n${statements.map((sql) => `${sql};`).join('\n')}\n\nRun it again with --yes.`;

export const dropped = () => 'The tables are gone. Everything is read from the spans.';

export const progress = ({
  done,
  due,
  spans,
  seconds,
  window,
}: {
  done: number;
  due: number;
  spans: number;
  seconds: number;
  window: { from: number; to: number };
}) =>
  `${new Date(window.from).toISOString().slice(0, 13)}:00 · ${done} of ${due} hours · ${spans.toLocaleString('en')} spans · ${Math.round(spans / Math.max(0.001, seconds)).toLocaleString('en')} spans/s`;

export const filled = (done: { hours: number; spans: number; days: number; seconds: number }) =>
  [
    done.hours === 0
      ? 'Nothing to fill: every hour that is over is there.'
      : `Filled ${counted(done.hours, 'hour')} with ${done.spans.toLocaleString('en')} spans in ${done.seconds.toFixed(1)} s.`,
    ...(done.days === 0 ? [] : [`Wrote what ${counted(done.days, 'day')} held.`]),
  ].join(' ');

const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

export const daysKept = (kept: number, all: number, due: number) =>
  [
    `${kept} of ${counted(all, 'day')} with spans need no census.`,
    ...(due === 0
      ? []
      : [`${counted(due, 'day')} are to be written: run "tiers fill", or "tiers backfill" for older ones.`]),
  ].join(' ');

export const noDaysTable = () =>
  'There is no table of days, or it has other columns than this version writes: run "tiers apply" (after "tiers drop", if it is of another version).';

export const filledUpTo = (marked: number, all: number, to: Date, now: number) =>
  `${marked} of ${all} hours are filled, up to ${to.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${Math.round((now - to.getTime()) / 60_000)} minutes ago.`;

export const noHours = () => 'No hour is filled by this version with these settings. Run "tiers backfill".';

export const otherVersions = (hours: number) =>
  `${hours} hours were filled by another version or with other settings, and are read from the spans. Run "tiers backfill --refill".`;

export const notAddedUp = (hours: number, isThere: boolean) =>
  isThere
    ? `${hours} hours are not added up by minute, and are read as single calls. Run "tiers backfill --refill".`
    : 'Hours are not added up by minute: the table of minutes is not there, or has other columns than this version writes. Run "tiers apply" (after "tiers drop", if it is of another version), and "tiers backfill --refill".';

export const lateRows = (rows: number) =>
  `${rows.toLocaleString('en')} spans came after their hour was filled. "tiers fill" takes those of the last 48 hours in; "tiers backfill --late-hours 1000" fills older hours again.`;

export const allSame = (hours: number) => `${hours} hours match their spans.`;

export const differing = (values: number) =>
  `${values} values differ. Run "tiers backfill --late-hours 1000" if spans came late; otherwise please report it.`;

export const gain = (spans: number, calls: number, share: number | null, megabytes: number) =>
  [
    `In the last day the spans table got ${spans.toLocaleString('en')} rows, of which ${calls.toLocaleString('en')} would be kept as calls`,
    share === null ? '.' : ` (${(100 * share).toFixed(share < 0.1 ? 2 : 0)} %).`,
    ` Thirty days of them take about ${Math.max(1, Math.round(megabytes))} MB on disk.`,
    ` To find out what thirty such days hold takes ${(spans * 30).toLocaleString('en')} rows wherever nothing is remembered, and a few rows of the table of days with it.`,
  ].join('');
