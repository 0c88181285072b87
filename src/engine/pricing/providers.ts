import type { PriceTable } from './table.ts';

/**
 * Maps the names of providers in spans, those of OpenTelemetry and of libraries, to providers of the table.
 * '' means a provider that is known to have no price per token, so its models must not be priced as a vendor's:
 * `deepseek-r1` on your own GPU costs nothing per token.
 */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'aws.bedrock': 'aws',
    aws_bedrock: 'aws',
    'azure.ai.inference': 'azure',
    'azure.ai.openai': 'azure',
    'az.ai.inference': 'azure',
    'az.ai.openai': 'azure',
    fireworks_ai: 'fireworks',
    'gcp.gemini': 'google',
    'gcp.gen_ai': 'google',
    'gcp.vertex_ai': 'google',
    hosted_vllm: '',
    'ibm.watsonx.ai': '',
    llama_cpp: '',
    lm_studio: '',
    lmstudio: '',
    mistral_ai: 'mistral',
    mistralai: 'mistral',
    moonshot_ai: 'moonshotai',
    ollama: '',
    ollama_chat: '',
    sagemaker: '',
    sglang: '',
    'together.ai': 'together',
    together_ai: 'together',
    vertex_ai: 'google',
    vllm: '',
    watsonx: '',
    x_ai: 'x-ai',
    xai: 'x-ai',
  })
);

/** Returns the table's id of a provider; '' for a known one without prices; undefined for others, such as a framework. */
export function providerId(name: string, { providers }: PriceTable): string | undefined {
  const key = name.trim().toLowerCase();
  const known = names.get(key);
  if (key === '' || known !== undefined) {
    return known;
  }
  if (key.startsWith('azure')) {
    // `azure_openai` would be OpenAI by the table's own rule.
    return 'azure';
  }
  return (providers().find(({ id }) => id === key) ?? providers().find(({ isMeant }) => isMeant(key)))?.id;
}

/**
 * Providers whose API others imitate. A span that names one of them may have gone to any gateway or vendor with that API,
 * such as `openai` with the model `claude-sonnet-4-5` behind LiteLLM, so the model's name may say otherwise.
 */
export const imitated: readonly string[] = ['openai', 'anthropic'];

/** Prefixes of model names, as in `openrouter/...` or `google-vertex:...`, that are not a provider's id or name. */
const prefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    azure_ai: 'azure',
    bedrock: 'aws',
    bedrock_converse: 'aws',
    gemini: 'google',
    'google-gla': 'google',
    'google-vertex': 'google',
    vertex_ai_beta: 'google',
  })
);

/** Returns the table's id of the provider that a prefix of a model's name stands for. */
export function prefixProvider(prefix: string, { providers }: PriceTable): string | undefined {
  return prefixes.get(prefix) ?? names.get(prefix) ?? providers().find(({ id }) => id === prefix)?.id;
}
