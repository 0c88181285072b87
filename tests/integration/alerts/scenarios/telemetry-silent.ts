import type { Scenarios } from '../scenario.ts';

export const telemetrySilent: Scenarios = {
  by: 'service',
  scenarios: {
    silent: { fires: true, rows: (t, service) => t.before(60, { service }) },
    'one call in fifty is left': {
      fires: false,
      rows: (t, service) => {
        t.now(2, { service });
        t.before(100, { service });
      },
    },
    'less than one in fifty': {
      fires: true,
      rows: (t, service) => {
        t.now(2, { service });
        t.before(101, { service });
      },
    },
    'there was little before': { fires: false, rows: (t, service) => t.before(29, { service }) },
    'a little more before': { fires: true, rows: (t, service) => t.before(30, { service }) },
    'as usual': {
      fires: false,
      rows: (t, service) => {
        t.now(60, { service });
        t.before(60, { service });
      },
    },
  },
};
