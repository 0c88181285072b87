import { first, type Scenarios } from '../scenario.ts';

const limited = (provider: string, errors: number) =>
  first(errors, { provider, error: 'RateLimitError' }, { provider });

export const rateLimitStorm: Scenarios = {
  by: 'provider',
  scenarios: {
    storm: { fires: true, rows: (t, provider) => t.now(40, limited(provider, 20)) },
    'nineteen are not enough': { fires: false, rows: (t, provider) => t.now(40, limited(provider, 19)) },
    'as many as may be': { fires: false, rows: (t, provider) => t.now(200, limited(provider, 30)) },
    'a few more': { fires: true, rows: (t, provider) => t.now(400, limited(provider, 61)) },
    'other errors': {
      fires: false,
      rows: (t, provider) => t.now(100, { provider, error: 'timeout' }),
    },
  },
};
