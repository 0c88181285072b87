import type { Dialect } from './dialect.ts';
import { agentFramework } from './agent-framework/index.ts';
import { agento11y } from './agento11y/index.ts';
import { agentops } from './agentops/index.ts';
import { aliyun } from './aliyun/index.ts';
import { ax } from './ax/index.ts';
import { botocore } from './botocore/index.ts';
import { braintrust } from './braintrust/index.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { copilot } from './copilot/index.ts';
import { envoyAiGateway } from './envoy-ai-gateway/index.ts';
import { flat } from './flat/index.ts';
import { geminiCli } from './gemini-cli/index.ts';
import { genkit } from './genkit/index.ts';
import { guardrailsAi } from './guardrails-ai/index.ts';
import { kong } from './kong/index.ts';
import { langfuseTables } from './langfuse-tables/index.ts';
import { haystack } from './haystack/index.ts';
import { judgeval } from './judgeval/index.ts';
import { langfuse } from './langfuse/index.ts';
import { langsmith } from './langsmith/index.ts';
import { litellm } from './litellm/index.ts';
import { livekit } from './livekit/index.ts';
import { mastra } from './mastra/index.ts';
import { mlflow } from './mlflow/index.ts';
import { nemoGuardrails } from './nemo-guardrails/index.ts';
import { openinference } from './openinference/index.ts';
import { openlit } from './openlit/index.ts';
import { openllmetryJs } from './openllmetry-js/index.ts';
import { openllmetry } from './openllmetry/index.ts';
import { openrouter } from './openrouter/index.ts';
import { otelGenai } from './otel-genai/index.ts';
import { portkey } from './portkey/index.ts';
import { providerSdk } from './provider-sdk/index.ts';
import { pydanticAi } from './pydantic-ai/index.ts';
import { quarkus } from './quarkus/index.ts';
import { springAi } from './spring-ai/index.ts';
import { semanticKernel } from './semantic-kernel/index.ts';
import { strands } from './strands/index.ts';
import { vercelAi } from './vercel-ai/index.ts';
import { vllm } from './vllm/index.ts';
import { voltagent } from './voltagent/index.ts';
import { weave } from './weave/index.ts';

/**
 * All dialects. What a vendor writes beside the conventions is more exact than the conventions' own attribute, so theirs
 * come first: LangSmith's run type is right where its `gen_ai.operation.name` is not. Those come last whose own keys others
 * use for something else, such as `span.type`.
 */
export const dialects: readonly Dialect[] = [
  langsmith,
  langfuse,
  litellm,
  vercelAi,
  strands,
  botocore,
  providerSdk,
  openlit,
  agentFramework,
  semanticKernel,
  openinference,
  openllmetry,
  agento11y,
  weave,
  mastra,
  genkit,
  mlflow,
  braintrust,
  livekit,
  haystack,
  judgeval,
  ax,
  springAi,
  quarkus,
  vllm,
  openrouter,
  envoyAiGateway,
  kong,
  portkey,
  nemoGuardrails,
  guardrailsAi,
  otelGenai,
  openllmetryJs,
  pydanticAi,
  agentops,
  aliyun,
  voltagent,
  claudeCode,
  geminiCli,
  codex,
  copilot,
  langfuseTables,
  flat,
];

/** What reads the spans that nobody claims. */
export const generic = otelGenai;
