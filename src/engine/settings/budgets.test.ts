import { describe, expect, test } from 'vitest';

import { readSettings } from './settings.ts';
import {
  emptyName,
  invalidBudget,
  nameTaken,
  noValues,
  notAnAmount,
  notAZone,
  notOfRequests,
  softAboveHard,
} from './budgetmessages.ts';

const read = (budgets: unknown) => readSettings({ url: '', database: '', user: '', jsonData: { budgets } }).budgets;
const one = { name: 'one', amount: 10, period: 'day' };
const filter = { dimension: 'team', operator: 'in', values: ['red'] };

describe('budgets in the settings', () => {
  test('have defaults', () => {
    expect(read(undefined)).toEqual([]);
    expect(read([one])).toEqual([{ ...one, filters: [], timezone: 'UTC', soft: 0.7, hard: 1 }]);
  });

  test.each([
    ['no amount', { amount: 0 }, 'amount', notAnAmount()],
    ['an amount that is no number', { amount: '10' }, 'amount', notAnAmount()],
    ['a zone that cannot be one', { timezone: "UTC'" }, 'timezone', notAZone()],
    ['soft above hard', { soft: 1.1 }, 'soft', softAboveHard()],
    ['a filter without a value', { filters: [{ ...filter, values: [] }] }, 'filters.0.values', noValues()],
    [
      'a dimension of tools',
      { filters: [filter, { ...filter, dimension: 'tool' }] },
      'filters.1.dimension',
      notOfRequests(),
    ],
    ['a dimension that is none', { filters: [{ ...filter, dimension: 'x' }] }, 'filters.0.dimension', notOfRequests()],
  ])('with %s are refused by name', (_, changes, field, problem) => {
    expect(() =>
      read([
        { ...one, name: 'other' },
        { ...one, ...changes },
      ])
    ).toThrow(invalidBudget('"one"', field, problem));
  });

  test.each([
    ['another’s name', [one, { ...one, amount: 5 }], invalidBudget('"one"', 'name', nameTaken())],
    ['no name', [one, { ...one, name: ' ' }], invalidBudget('" "', 'name', emptyName())],
    ['a name that is no text', [one, { ...one, name: 7 }], invalidBudget('number 2', 'name', emptyName())],
  ])('with %s are refused', (_, budgets, message) => {
    expect(() => read(budgets)).toThrow(message);
  });

  test('are at most fifty', () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ ...one, name: String(index) }));
    expect(read(many.slice(1))).toHaveLength(50);
    expect(() => read(many)).toThrow(/setting budgets is not valid/);
  });

  test('take misspelled fields for mistakes', () => {
    expect(() => read([{ ...one, zone: 'UTC' }])).toThrow(/budget "one" .*zone/);
  });
});
