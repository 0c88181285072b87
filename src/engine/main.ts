import { handle } from './handle.ts';
import type { Call, Statement } from './host.ts';

/** Keeps the JSON of statements that every query of a day asks, because they are long. */
const texts = new WeakMap<Statement, string>();

/** The entry point for the backend, which takes and returns JSON text. */
Object.assign(globalThis, {
  handle: (call: string): string => {
    const asked = JSON.parse(call) as Call;
    const reply = handle(asked);
    if (!('need' in reply)) {
      return JSON.stringify(reply);
    }
    const { need, ...rest } = reply;
    const others = JSON.stringify(rest).slice(1);
    return asked.brief && reply.byState ? `{${others}` : `{"need":[${need.map(textOf).join(',')}],${others}`;
  },
});

function textOf(statement: Statement): string {
  const text = texts.get(statement) ?? JSON.stringify(statement);
  texts.set(statement, text);
  return text;
}
