import { isSpanContextValid, SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { nanoDollars } from '../cap.ts';
import type { Judge } from '../config/schema.ts';
import { scope, service } from '../ledger/record.ts';
import type { Asked, Remote } from '../remote.ts';

/** Milliseconds that spans wait for others, and are lost with a worker that is killed. */
const together = 1000;

/** The requests to judges as spans, by the conventions' names, in an environment of their own. Nothing of what was said is in them. */
export class JudgeSpans {
  readonly #provider: BasicTracerProvider;

  /** @param told whether an export succeeded */
  constructor(exporter: SpanExporter, environment: string, told: (isWritten: boolean) => void) {
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'deployment.environment.name': environment }),
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new BatchSpanProcessor(watched(exporter, told), { scheduledDelayMillis: together })],
    });
  }

  /** Makes a request to a judge about a call, as a span that links to it. */
  async around(
    judge: Judge,
    home: string,
    ask: () => Promise<Asked>,
    { isPriced, costOf }: Pick<Remote, 'isPriced' | 'costOf'>
  ): Promise<Asked> {
    const split = home.lastIndexOf(':');
    const context = { traceId: home.slice(0, split), spanId: home.slice(split + 1), traceFlags: TraceFlags.SAMPLED };
    const span = this.#provider.getTracer(scope).startSpan(`chat ${judge.model.name}`, {
      kind: SpanKind.CLIENT,
      root: true,
      attributes: requestOf(judge),
      links: isSpanContextValid(context) ? [{ context }] : [],
    });
    const asked = await ask();
    if ('answered' in asked) {
      const { tokens, response = {} } = asked;
      span.setAttributes({
        ...(response.id === undefined ? {} : { 'gen_ai.response.id': response.id }),
        ...(response.model === undefined ? {} : { 'gen_ai.response.model': response.model }),
        ...(response.finish === undefined ? {} : { 'gen_ai.response.finish_reasons': [response.finish] }),
        ...(tokens && {
          'gen_ai.usage.input_tokens': tokens.input,
          'gen_ai.usage.output_tokens': tokens.output,
          // What the ledger counts, so that both agree also where the price is the file's.
          ...(isPriced ? { 'gen_ai.usage.cost': costOf(tokens) / nanoDollars } : {}),
        }),
      });
    } else {
      span.setAttribute('error.type', 'refused' in asked ? asked.refused : asked.unavailable);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
    return asked;
  }

  /** Writes what has ended. What cannot be written is told, and not thrown: no result hangs on it. */
  flush(): Promise<void> {
    return this.#provider.forceFlush().catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#provider.shutdown().catch(() => undefined);
  }
}

function requestOf({ name, model }: Judge): Attributes {
  const { hostname, port, protocol } = new URL(model.url);
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': model.provider,
    'gen_ai.request.model': model.name,
    'gen_ai.request.max_tokens': model.maxOutputTokens,
    ...(model.temperature === undefined ? {} : { 'gen_ai.request.temperature': model.temperature }),
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    // What it is spent on, as of any other call.
    'app.feature': name,
  };
}

const watched = (exporter: SpanExporter, told: (isWritten: boolean) => void): SpanExporter => ({
  export: (spans: ReadableSpan[], done: (result: ExportResult) => void) =>
    exporter.export(spans, (result) => {
      told(result.code === ExportResultCode.SUCCESS);
      done(result);
    }),
  shutdown: () => exporter.shutdown(),
});
