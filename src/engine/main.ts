import { handle } from './handle.ts';
import type { Call, Statement } from './host.ts';

/** Statements that every query of a day asks are written once: their texts are long. */
const texts = new WeakMap<Statement, string>();

/** The backend's way in: JSON text in, JSON text out. */
Object.assign(globalThis, {
  handle: (call: string): string => {
    const reply = handle(JSON.parse(call) as Call);
    return 'need' in reply
      ? `{"need":[${reply.need.map(textOf).join(',')}],"state":${JSON.stringify(reply.state)}}`
      : JSON.stringify(reply);
  },
});

function textOf(statement: Statement): string {
  const text = texts.get(statement) ?? JSON.stringify(statement);
  texts.set(statement, text);
  return text;
}
