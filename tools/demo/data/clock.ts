/** Offsets are whole nanoseconds relative to T0: 14 days are 1.2e15, exact in a double; epoch nanoseconds are not. */
export const MILLISECOND = 1e6;
export const SECOND = 1e9;
export const MINUTE = 60 * SECOND;

/** Minutes relative to T0. */
export const HOURS = 60;
export const DAYS = 24 * HOURS;

/**
 * @param t0 epoch milliseconds
 * @returns a function from an offset (ns) to `YYYY-MM-DD hh:mm:ss.nnnnnnnnn` in UTC
 */
export function clock(t0: number): (offset: number) => string {
  let second = NaN;
  let text = '';
  return (offset) => {
    const ms = Math.floor(offset / MILLISECOND);
    const epochMs = t0 + ms;
    const epochSecond = Math.floor(epochMs / 1000);
    if (epochSecond !== second) {
      second = epochSecond;
      text = new Date(epochSecond * 1000).toISOString().slice(0, 19).replace('T', ' ');
    }
    const nanos = (epochMs - epochSecond * 1000) * MILLISECOND + (offset - ms * MILLISECOND);
    return `${text}.${String(nanos).padStart(9, '0')}`;
  };
}
