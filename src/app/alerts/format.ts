import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';

import { messages } from './messages.ts';

/** Formats a number as Grafana does, without trailing zeros: 0.9, not 0.900. */
export function formatNumber(number: number, unit: string): string {
  const formatted = getValueFormat(unit === 'none' ? 'short' : unit)(number);
  return formattedValueToString({ ...formatted, text: formatted.text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') });
}

export const formatTime = (at: number, timeZone?: string): string =>
  dateTimeFormat(at, { format: 'YYYY-MM-DD HH:mm', ...(timeZone === undefined ? {} : { timeZone }) });

/** Formats US dollars to the cent, small amounts with as many digits as they need, and large ones without cents: $0.0012, $12.50, $3,000. */
export function formatMoney(dollars: number): string {
  const size = Math.abs(dollars);
  const digits =
    size >= 100 || size === 0
      ? { maximumFractionDigits: 0 }
      : size >= 0.1
        ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 2 };
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...digits }).format(dollars);
}

/** Formats a duration with its two largest units that are not 0: `1 d 2 h`, `45 min`. */
export function formatSeconds(seconds: number): string {
  const sizes = [86_400, 3600, 60, 1];
  const first = sizes.findIndex((size) => seconds >= size);
  if (first < 0) {
    return messages.duration(0, 3);
  }
  const larger = Math.floor(seconds / (sizes[first] ?? 1));
  const rest = Math.floor((seconds % (sizes[first] ?? 1)) / (sizes[first + 1] ?? Infinity));
  return [messages.duration(larger, first), ...(rest > 0 ? [messages.duration(rest, first + 1)] : [])].join(' ');
}

/** Joins the values of labels, which distinguish instances; their names are in the table's header. */
export const formatLabels = (labels: Record<string, string>): string =>
  Object.keys(labels).length === 0 ? messages.everything : Object.values(labels).join(' · ');
