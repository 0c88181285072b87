import { expect, test } from 'vitest';
import { inUnit } from './units.ts';

// Expects what Grafana shows: getValueFormat of @grafana/data.
test.each<[number, string, number | undefined, string]>([
  [0, 'short', undefined, '0'],
  [378, 'short', undefined, '378'],
  [5018, 'short', undefined, '5.02 K'],
  [113_456_789, 'short', undefined, '113 Mil'],
  [-1500, 'short', undefined, '-1.50 K'],
  [230.4689, 'currencyUSD', 2, '$230.47'],
  [0.0029, 'currencyUSD', 4, '$0.0029'],
  [12_345, 'currencyUSD', 2, '$12.35K'],
  [-2, 'currencyUSD', 2, '-$2.00'],
  [0.0441, 'percentunit', 1, '4.4%'],
  [0.05, 'percentunit', undefined, '5%'],
  [0.713, 's', undefined, '713 ms'],
  [4.83, 's', undefined, '4.83 s'],
  [0, 's', undefined, '0 s'],
  [90, 's', undefined, '1.50 min'],
  [5400, 's', undefined, '1.50 hour'],
  [4.2689, 'none', 2, '4.27'],
  [336, 'h', undefined, '14 day'],
  [14.334, 'suffix:×', 2, '14.33×'],
])('%d in %s with %s decimals is %s', (value, unit, decimals, expected) => {
  expect(inUnit(value, unit, decimals)).toBe(expected);
});
