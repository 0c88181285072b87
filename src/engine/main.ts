import { handle } from './handle.ts';
import type { Call, Statement } from './host.ts';

/** Statements that every query of a day asks are written once: their texts are long. */
const texts = new WeakMap<Statement, string>();

/** The backend's way in: JSON text in, JSON text out. */
Object.assign(globalThis, {
  handle: (call: string): string => {
    const asked = JSON.parse(call) as Call;
    const reply = handle(asked);
    if (!('need' in reply)) {
      return JSON.stringify(reply);
    }
    const state = `"state":${JSON.stringify(reply.state)}`;
    return asked.brief && reply.byState
      ? `{${state},"byState":true}`
      : `{"need":[${reply.need.map(textOf).join(',')}],${state}${reply.byState ? ',"byState":true' : ''}}`;
  },
});

function textOf(statement: Statement): string {
  const text = texts.get(statement) ?? JSON.stringify(statement);
  texts.set(statement, text);
  return text;
}
