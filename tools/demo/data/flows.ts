import { chat, embed } from './call.ts';
import { MILLISECOND } from './clock.ts';
import { TOOLS, type Feature } from './company.ts';
import { MODELS } from './models.ts';
import { database } from './ordinary.ts';
import { conditions } from './story.ts';
import { addSpan } from './trace.ts';
import type { Answer, Request } from './work.ts';

/** Generates the work of a request between the start and end of its HTTP span. @returns the answer to score, null if it failed */
type Flow = (request: Request) => Answer | null;

const AGENT_SCOPE = ['halden.agents', '2.4.0'] as const;

/** The number of model calls in a usual agent run, with weights. */
const AGENT_CALLS: ReadonlyArray<readonly [number, number]> = [
  [1, 0.15],
  [2, 0.45],
  [3, 0.3],
  [4, 0.1],
];

/** Share of the agent spans that repeat the usage of the calls within them. */
const REPEATS_USAGE = 0.6;

function tool(request: Request, parent: string): void {
  const { random } = request;
  const name = random.weighted(TOOLS);
  const fails = random.chance(conditions(request.minute, { feature: request.id, tool: name }).toolFails);
  const start = request.cursor;
  const end = start + Math.round(random.lognormal(fails ? 900 : 90, 0.4) * MILLISECOND);
  addSpan(request.trace, {
    id: random.hex(16),
    parent,
    name: `execute_tool ${name}`,
    kind: 'Internal',
    scope: AGENT_SCOPE,
    start,
    end,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': `call_${random.hex(24)}`,
      'gen_ai.conversation.id': request.conversation,
      ...(fails ? { 'error.type': 'TimeoutError' } : {}),
      ...request.tags,
    },
    ...(fails ? { error: 'deadline exceeded' } : {}),
  });
  request.cursor = end;
}

function agentSpan(request: Request, id: string, start: number, answers: readonly Answer[], failed: boolean): void {
  const { random } = request;
  const sum = (of: (answer: Answer) => number) => String(answers.reduce((total, answer) => total + of(answer), 0));
  const repeats = answers.length > 0 && random.chance(REPEATS_USAGE);
  addSpan(request.trace, {
    id,
    parent: request.root,
    name: `invoke_agent ${request.feature.prompt}`,
    kind: 'Internal',
    scope: AGENT_SCOPE,
    start,
    end: request.cursor,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': MODELS[request.model].provider,
      'gen_ai.agent.name': request.feature.prompt,
      'gen_ai.request.model': MODELS[request.model].request,
      'gen_ai.conversation.id': request.conversation,
      ...(repeats
        ? {
            'gen_ai.usage.input_tokens': sum((answer) => answer.usage.input),
            'gen_ai.usage.output_tokens': sum((answer) => answer.usage.output),
          }
        : {}),
      ...(failed ? { 'error.type': 'AgentError' } : {}),
      ...request.tags,
    },
    ...(failed ? { error: 'model call failed' } : {}),
  });
}

export const FLOWS: Record<Feature['flow'], Flow> = {
  chat: (request) => {
    database(request, request.root);
    return chat(request, request.root);
  },
  rag: (request) => {
    embed(request, request.root);
    database(request, request.root);
    return chat(request, request.root);
  },
  agent: (request) => {
    const { random } = request;
    const id = random.hex(16);
    const start = request.cursor;
    const mean = request.conditions.agentCalls;
    const calls = mean === null ? random.weighted(AGENT_CALLS) : Math.round(mean * random.between(0.75, 1.25));
    const answers: Answer[] = [];
    let failed = false;
    for (let i = 0; i < calls && !failed; i++) {
      if (i > 0) {
        tool(request, id);
      }
      const answer = chat(request, id, 1 + 0.1 * Math.min(i, 5), i === calls - 1);
      failed = answer === null;
      answers.push(...(answer ? [answer] : []));
    }
    request.cursor += MILLISECOND;
    agentSpan(request, id, start, answers, failed);
    return failed ? null : (answers[answers.length - 1] ?? null);
  },
};
