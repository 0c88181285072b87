import { first, type Scenarios } from '../scenario.ts';

const without = (service: string, count: number) => first(count, { service, input: null }, { service });

export const fieldCoverage: Scenarios = {
  by: 'service',
  scenarios: {
    lost: {
      fires: true,
      rows: (t, service) => {
        t.now(50, without(service, 25));
        t.before(20, { service });
      },
    },
    'forty-nine requests are not enough': {
      fires: false,
      rows: (t, service) => {
        t.now(49, without(service, 25));
        t.before(20, { service });
      },
    },
    'too few before': {
      fires: false,
      rows: (t, service) => {
        t.now(50, without(service, 25));
        t.before(19, { service });
      },
    },
    'a fifth may be lost': {
      fires: false,
      rows: (t, service) => {
        t.now(50, without(service, 10));
        t.before(20, { service });
      },
    },
    'a little more than a fifth': {
      fires: true,
      rows: (t, service) => {
        t.now(500, without(service, 101));
        t.before(20, { service });
      },
    },
    'little was covered anyway': {
      fires: false,
      rows: (t, service) => {
        t.now(1000, without(service, 999));
        t.before(20, (index) => (index % 10 === 0 ? { service } : { service, input: null }));
      },
    },
    'a little more was': {
      fires: true,
      rows: (t, service) => {
        t.now(1000, { service, input: null });
        t.before(59, (index) => (index % 59 < 6 ? { service } : { service, input: null }));
      },
    },
  },
};
