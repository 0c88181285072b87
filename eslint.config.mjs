import { defineConfig } from 'eslint/config';

import grafanaConfig from './.config/eslint.config.mjs';

/** What sobek, which runs the engine in the backend, lacks or gets silently wrong; and what would make answers differ from run to run. */
const engineGlobals = [
  'Intl',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'structuredClone',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'console',
  'Promise',
  'fetch',
  'crypto',
  'performance',
  'process',
  'Buffer',
  'window',
  'document',
];

const engineSyntax = [
  ['Literal[regex.pattern=/\\(\\?<[A-Za-z_$]/]', 'Named groups parse in sobek, but `groups` is undefined.'],
  ['Literal[regex.flags=/[vd]/]', 'sobek has no regex flags v and d.'],
  [
    'NewExpression[callee.name="RegExp"] > Literal.arguments[value=/\\(\\?<[A-Za-z_$]/]',
    'Named groups parse in sobek, but `groups` is undefined.',
  ],
  ['MemberExpression[property.name=/^toLocale/]', 'The locale is the host’s.'],
  ['MemberExpression[property.name="localeCompare"]', 'The order would be the host’s: compare by code point.'],
  [
    'MemberExpression[property.name=/^[gs]et(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)$/]',
    'Local time is the host’s: use UTC, or let ClickHouse compute it.',
  ],
  ['NewExpression[callee.name="Date"][arguments.length=0]', 'Time comes with the request.'],
  ['CallExpression[callee.name="Date"]', 'Time comes with the request.'],
  [':function[async=true]', 'The engine never waits.'],
  ['AwaitExpression', 'The engine never waits.'],
].map(([selector, message]) => ({ selector, message }));

export default defineConfig([
  { ignores: ['dist/', 'node_modules/', '.config/', 'pkg/', 'coverage/'] },
  ...grafanaConfig,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-console': 'error',
      '@typescript-eslint/array-type': 'off',
      // It takes `import type` beside `import` of one module for a duplicate.
      'no-duplicate-imports': 'off',
    },
  },
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/components/Combobox.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            'moment',
            {
              name: '@grafana/ui',
              importNames: ['Combobox'],
              message: 'It forgets what is being typed: take components/Combobox.tsx.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/engine/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...engineGlobals.map((name) => ({ name, message: 'sobek has no such thing.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes with the request.' },
        { object: 'Math', property: 'random', message: 'The same question has the same answer.' },
      ],
      'no-restricted-syntax': ['error', ...engineSyntax],
    },
  },
]);
