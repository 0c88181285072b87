import { describe, expect, test } from 'vitest';
import { arrange } from '../arrange.ts';
import { drawVerdicts } from '../alerts/draw.ts';
import type { Column } from '../fields.ts';
import { bar } from './bar.ts';
import { drawBars } from './bars.ts';
import { drawRows } from './rows.ts';
import { drawSeries } from './series.ts';
import { sparkline } from './sparkline.ts';
import { fit, widthOf } from './text.ts';

const column = (name: string, values: unknown[] = []): Column => ({
  id: name,
  name,
  type: typeof values[0] === 'string' ? 'string' : 'number',
  values,
  text: (value) => (value === null ? '-' : String(value)),
});

test('a sparkline has a character a value and a gap where there is none', () => {
  expect(sparkline([0, 5, null, 10], { low: 0, high: 10 })).toBe('▁▅ █');
  expect(sparkline([3, 3], { low: 3, high: 3 })).toBe('██');
  expect(sparkline([0, 0], { low: 0, high: 0 })).toBe('▁▁');
});

test('a bar is drawn to the eighth of a column', () => {
  expect(bar(0.5, 4)).toBe('██');
  expect(bar(9 / 32, 4)).toBe('█▏');
  expect(bar(2, 3)).toBe('███');
});

test('a text is cut with an ellipsis or filled up; colours take no room', () => {
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('ab', 4)).toBe('ab  ');
  expect(widthOf('\u001b[31mred\u001b[39m')).toBe(3);
});

describe('lines over time', () => {
  const series = [
    { name: 'good', column: column('score'), points: [4, 4, 4, 4] },
    { name: 'bad', column: column('score'), points: [null, null, 2, 2] },
    { name: 'silent', column: column('score'), points: [null, null, null, null] },
  ];

  test('of what is bad when low begin with the lowest, on one scale', () => {
    const lines = drawSeries('Score', series, { width: 40, rows: 5, calcs: ['mean', 'min'] });
    expect(lines[0]).toMatch(/^Score +Mean +Min$/);
    expect(lines[1]).toMatch(/^bad +▁▁ +2 +2$/);
    expect(lines[2]).toMatch(/^good +████ +4 +4$/);
    expect(lines).toHaveLength(3);
  });

  test('of sums begin with the largest, from zero', () => {
    const lines = drawSeries('Spend', series, { width: 40, rows: 5, calcs: ['sum'] });
    expect(lines[1]).toMatch(/^good +████ +16$/);
    expect(lines[2]).toMatch(/^bad +▅▅ +4$/);
  });

  test('are no more than there is room for', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `s${index}`, column: column('x'), points: [index] }));
    const lines = drawSeries('Many', many, { width: 40, rows: 4, calcs: ['max'] });
    expect(lines).toHaveLength(5);
    expect(lines[4]).toBe('and 6 more');
  });

  test('have marks below, at their times', () => {
    const marks = [{ place: 0.5, text: '03:50 v8' }];
    const lines = drawSeries('Score', series, { width: 40, rows: 5, calcs: ['mean'], marks });
    expect(lines[3]).toMatch(/▲ 03:50 v8$/);
  });
});

test('bars say the value, the share where it is a pie, and what has none', () => {
  const bars = [
    { name: 'care', value: 30, text: '$30' },
    { name: 'risk', value: 10, text: '$10' },
    { name: 'own', value: null, text: 'unpriced' },
  ];
  const lines = drawBars('Cost', bars, { width: 40, rows: 5, shares: true });
  expect(lines[1]).toMatch(/^care +█+ +\$30 +75%$/);
  expect(lines[3]).toMatch(/^own +unpriced$/);
});

test('a table names the rows and the columns that it leaves out', () => {
  const columns = [
    column('model', ['a', 'b', 'c']),
    column('requests', [1, 2, 3]),
    column('a very long title', [1, 2, 3]),
  ];
  const lines = drawRows('Models', columns, { width: 22, rows: 2 });
  expect(lines[2]).toMatch(/^a +1$/);
  expect(lines.at(-1)).toMatch(/^and 2 more rows/);
  expect(lines.every((line) => widthOf(line) <= 22)).toBe(true);
});

test('panels stand in pairs where there is room, and below each other where there is not', () => {
  const panels = [
    { stat: { title: 'Cost', text: '$1' } },
    { half: ['left'] },
    { half: ['right'] },
    { whole: ['table'] },
  ];
  expect(arrange(panels, 110)).toHaveLength(4);
  expect(arrange(panels, 80)).toHaveLength(5);
});

test('what fires comes first, with its whole reason', () => {
  const verdicts = [
    { state: 'ok', title: 'Latency', about: 'chat', why: ['p99 2 s (fires > 30 s)', 'Requests 500'] },
    { state: 'firing', title: 'Faithfulness', about: 'chat · v8', why: ['score 3 < 3.5', 'since 04:13'] },
  ] as const;
  const lines = drawVerdicts(
    verdicts.map((verdict) => ({ ...verdict, why: [...verdict.why] })),
    60
  );
  expect(lines[0]).toMatch(/^FIRING +Faithfulness +chat · v8$/);
  expect(lines[1]).toMatch(/^ +score 3 < 3.5; since 04:13$/);
  expect(lines[2]).toMatch(/^OK +Latency +chat: p99 2 s \(fires > 30 s\)$/);
});
