import type { Overrides } from '../overrides.ts';
import { call, equal, text } from '../../../sql/nodes.ts';

export const overrides: Overrides = {
  // Sentry gives this status to whatever failed, also below a 429; it says nothing of the server.
  statusMessage: (written) => call('if', equal(written, text('internal_error')), text(''), written),
};
