import { first, type Scenarios } from '../scenario.ts';

const failing = (name: string, failures: number) => first(failures, { name, failed: true }, { name, failed: false });

export const toolFailures: Scenarios = {
  by: 'tool',
  scenarios: {
    failing: { fires: true, rows: (t, tool) => t.toolsNow(10, failing(tool, 5)) },
    'nine calls are not enough': { fires: false, rows: (t, tool) => t.toolsNow(9, failing(tool, 9)) },
    'four failures are not enough': { fires: false, rows: (t, tool) => t.toolsNow(10, failing(tool, 4)) },
    'a fifth may fail': { fires: false, rows: (t, tool) => t.toolsNow(25, failing(tool, 5)) },
    'a little more than a fifth': { fires: true, rows: (t, tool) => t.toolsNow(500, failing(tool, 101)) },
  },
};
