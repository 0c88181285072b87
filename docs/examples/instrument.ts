import { SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

/** What the client of the model's provider returns. */
export interface Completion {
  id: string;
  text: string;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  finishReason: string;
  firstChunkSeconds: number;
}
export type Complete = (question: string) => Promise<Completion>;

/** For whom a call is made, and who pays for it: on every span, or on the first one of the trace. */
const tags: Attributes = {
  'app.feature': 'support-chat',
  'app.team': 'care',
  'app.user_tier': 'plus',
  'user.id': 'u-0017',
  'gen_ai.conversation.id': 'thread-4711',
};

/** Runs the work in a span of its own, which fails if the work does. */
function inSpan<Result>(name: string, attributes: Attributes, work: (span: Span) => Promise<Result>): Promise<Result> {
  return tracer.startActiveSpan(name, { attributes: { ...tags, ...attributes } }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error as Error);
      span.setAttribute('error.type', (error as Error).name);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A model call, with the version of its prompt, its tokens, the time to its first token, and its scores. */
export const answer = (complete: Complete, question: string): Promise<string> =>
  inSpan(
    'llm.chat',
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.prompt.name': 'support-answer',
      'gen_ai.prompt.version': 'v8',
    },
    async (span) => {
      const completion = await complete(question);
      span.setAttributes({
        'gen_ai.response.id': completion.id,
        'gen_ai.usage.input_tokens': completion.inputTokens,
        'gen_ai.usage.cache_read.input_tokens': completion.cachedTokens,
        'gen_ai.usage.output_tokens': completion.outputTokens,
        'gen_ai.response.finish_reasons': [completion.finishReason],
        'gen_ai.response.time_to_first_chunk': completion.firstChunkSeconds,
      });
      score(span, { faithfulness: 4.5, relevance: 4, completeness: 3.5, tone: 5 });
      return completion.text;
    }
  );

/** What a judge, Ragas or another evaluator found; who scores later writes log records of the same name and attributes. */
function score(span: Span, scores: Record<string, number>): void {
  for (const [name, value] of Object.entries(scores)) {
    span.addEvent('gen_ai.evaluation.result', {
      'gen_ai.evaluation.name': name,
      'gen_ai.evaluation.score.value': value,
      'gen_ai.evaluation.score.label': value >= 3 ? 'pass' : 'fail',
    });
  }
}

/** A tool call. */
export const useTool = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  inSpan(`execute_tool ${name}`, { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name }, work);

/** A check of an answer before it is shown. */
export const guard = (name: string, check: () => Promise<boolean>): Promise<boolean> =>
  inSpan(`apply_guardrail ${name}`, { 'gen_ai.operation.name': 'apply_guardrail' }, async (span) => {
    const allowed = await check();
    span.setAttribute('gen_ai.guardrail.result.value', allowed ? 'allow' : 'deny');
    return allowed;
  });

/** An agent's run: the calls and tools within it are its own. */
export const runAgent = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  inSpan(`invoke_agent ${name}`, { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name }, work);
