import { describe, expect, test } from 'vitest';
import { resolve } from './resolve.ts';

const priced = (provider: string, model: string) => {
  const entry = resolve({ provider, model });
  return entry && `${entry.provider.id} ${entry.model.id}`;
};

describe('a name with its provider', () => {
  test.each([
    ['openai', 'gpt-4o', 'openai gpt-4o'],
    ['openai', 'GPT-4o', 'openai gpt-4o'],
    ['openai', ' gpt-4o-2024-08-06 ', 'openai gpt-4o'],
    ['openai', 'gpt-4o-20240806', 'openai gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'openai gpt-4o-2024-05-13'],
    ['openai', 'gpt-4o-latest', 'openai gpt-4o'],
    ['openai', 'chatgpt-4o-latest', 'openai chatgpt-4o-latest'],
    ['openai', 'text-embedding-3-small', 'openai text-embedding-3-small'],
    ['openai', 'o3-2025-04-16', 'openai o3'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc123', 'openai ft:gpt-4o-mini'],
    ['anthropic', 'claude-sonnet-4-5-20250929', 'anthropic claude-sonnet-4-5'],
    ['anthropic', 'claude-3-5-sonnet@20241022', 'anthropic claude-3-5-sonnet'],
    ['anthropic', 'claude-opus-4@20250514', 'anthropic claude-opus-4-0'],
    ['anthropic', 'claude-3-5-haiku-latest', 'anthropic claude-3-5-haiku-latest'],
    ['gcp.gemini', 'models/gemini-2.5-flash', 'google gemini-2.5-flash'],
    ['gcp.vertex_ai', 'publishers/google/models/gemini-2.5-flash', 'google gemini-2.5-flash'],
    ['gcp.vertex_ai', 'claude-3-5-sonnet@20241022', 'google claude-3-5-sonnet'],
    ['gcp.gen_ai', 'gemini-2.5-pro', 'google gemini-2.5-pro'],
    ['azure.ai.openai', 'gpt-4o-2024-08-06', 'openai gpt-4o'],
    ['azure.ai.openai', 'gpt-35-turbo', 'openai gpt-3.5-turbo'],
    ['azure.ai.inference', 'o3-mini', 'azure o3-mini'],
    ['azure_openai', 'o3-mini', 'azure o3-mini'],
    ['mistral_ai', 'mistral-large-latest', 'mistral mistral-large'],
    ['x_ai', 'grok-4', 'x-ai grok-4-0709'],
    ['groq', 'llama-3.3-70b-versatile', 'groq llama-3.3-70b-versatile'],
    ['groq', 'groq/llama-3.3-70b-versatile', 'groq llama-3.3-70b-versatile'],
    ['groq', 'openai/gpt-oss-120b', 'groq openai/gpt-oss-120b'],
    ['deepseek', 'deepseek-chat', 'deepseek deepseek-chat'],
    ['cohere', 'command-r-plus-08-2024', 'cohere command-r-plus'],
    ['perplexity', 'sonar-pro', 'perplexity sonar-pro'],
    ['moonshot_ai', 'kimi-k2-0905-preview', 'moonshotai kimi-k2-0905-preview'],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 'openrouter anthropic/claude-sonnet-4.5'],
    ['openrouter', 'openrouter/openai/gpt-4o', 'openrouter openai/gpt-4o'],
  ])('%s %s', (provider, model, entry) => {
    expect(priced(provider, model)).toBe(entry);
  });
});

describe('Bedrock', () => {
  const regional = 'aws regional.anthropic.claude-sonnet-4-5-20250929-v1:0';
  const global = 'aws global.anthropic.claude-sonnet-4-5-20250929-v1:0';
  test.each([
    ['aws.bedrock', 'anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['aws.bedrock', 'ca.anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['aws.bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', global],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      regional,
    ],
    ['', 'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['anthropic', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['langchain', 'anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['', 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['', 'bedrock/us-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['', 'bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0', regional],
    ['aws.bedrock', 'meta.llama3-1-70b-instruct-v1:0', 'aws meta.llama3-1-70b-instruct-v1:0'],
    ['aws.bedrock', 'openai.gpt-oss-120b-1:0', 'aws openai.gpt-oss-120b-1:0'],
    ['aws.bedrock', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123', undefined],
    ['aws.bedrock', 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/amazon.nova-pro', undefined],
    ['aws.bedrock', 'global.anthropic.claude-opus-4-1-20250805-v1:0', undefined],
  ])('%s %s', (provider, model, entry) => {
    expect(priced(provider, model)).toBe(entry);
  });
});

describe('a name whose provider says nothing of it', () => {
  test.each([
    ['', 'gpt-4o', 'openai gpt-4o'],
    ['strands-agents', 'claude-sonnet-4-5-20250929', 'anthropic claude-sonnet-4-5'],
    ['langchain', 'gemini-2.5-flash', 'google gemini-2.5-flash'],
    ['litellm', 'azure/gpt-4o', 'openai gpt-4o'],
    ['litellm', 'vertex_ai/gemini-2.5-flash', 'google gemini-2.5-flash'],
    ['litellm', 'openrouter/anthropic/claude-sonnet-4.5', 'openrouter anthropic/claude-sonnet-4.5'],
    ['litellm', 'xai/grok-4', 'x-ai grok-4-0709'],
    ['pydantic-ai', 'openai:gpt-4o', 'openai gpt-4o'],
    ['pydantic-ai', 'google-gla:gemini-2.5-flash', 'google gemini-2.5-flash'],
    ['', 'openai/gpt-4o', 'openai gpt-4o'],
    ['', 'anthropic/claude-sonnet-4.5', 'anthropic claude-sonnet-4-5'],
    ['', 'text-embedding-3-large', 'openai text-embedding-3-large'],
    ['', 'sonar-pro', 'perplexity sonar-pro'],
    ['', 'accounts/fireworks/models/kimi-k3', 'fireworks kimi-k3'],
    ['openai', 'claude-sonnet-4-5', 'anthropic claude-sonnet-4-5'],
    ['openai', 'deepseek-chat', 'deepseek deepseek-chat'],
    ['openai', 'openrouter/anthropic/claude-sonnet-4.5', 'openrouter anthropic/claude-sonnet-4.5'],
    ['openai', 'azure/o3-mini', 'azure o3-mini'],
  ])('%s %s', (provider, model, entry) => {
    expect(priced(provider, model)).toBe(entry);
  });
});

test.each([
  ['openai', 'gpt-4o-foo'],
  ['openai', 'gpt-4o-2031-01-01'],
  ['', 'gpt-4o-foo'],
  ['', 'my-gpt-4o-prod'],
  ['azure.ai.openai', 'my-gpt-4o-prod'],
  ['openai', 'ft:gpt-4o-mini:acme::abc123'],
  ['openai', 'ft:gpt-4.1-mini-2025-04-14:acme::abc123'],
  ['groq', 'gpt-4o'],
  ['aws.bedrock', 'gpt-4o'],
  ['ollama', 'deepseek-r1:8b'],
  ['vllm', 'deepseek-chat'],
  ['', 'ollama/deepseek-r1'],
  ['ibm.watsonx.ai', 'mistral-large-latest'],
  ['', 'deepseek-ai/DeepSeek-R1'],
  ['', 'unsloth/gpt-4o'],
  ['', 'meta-llama/llama-3.3-70b-instruct'],
  ['constructor', 'toString'],
  ['constructor', 'constructor/gpt-4o'],
  ['openai', ''],
  ['', '/'],
])('has no price: %s %s', (provider, model) => {
  expect(priced(provider, model)).toBeUndefined();
});

describe('a name that only begins like a known one', () => {
  const isAssumed = (provider: string, model: string) => resolve({ provider, model })?.assumed;

  test.each([
    ['anthropic', 'claude-sonnet-5-5'],
    ['anthropic', 'claude-3-opus-custom'],
    ['gcp.gemini', 'gemini-3.8-flash-cyber'],
    ['gcp.vertex_ai', 'gemini-3.8-flash-cyber'],
    // The latest model of a family is not its first one.
    ['gcp.gemini', 'gemini-pro-latest'],
    ['', 'gemini-pro-latest'],
    ['gcp.gemini', 'models/gemini-pro-latest'],
    ['openai', 'anthropic/claude-sonnet-5-5'],
  ])('is a guess: %s %s', (provider, model) => {
    expect(isAssumed(provider, model)).toBe(true);
  });

  test.each([
    ['anthropic', 'claude-sonnet-5'],
    ['anthropic', 'claude-sonnet-5-20260101'],
    ['anthropic', 'claude-sonnet-4-5-20250929'],
    ['anthropic', 'claude-3-5-sonnet-latest'],
    ['anthropic', 'claude-3-5-sonnet@latest'],
    ['gcp.gemini', 'gemini-2.0-flash-001'],
    ['gcp.gemini', 'models/gemini-3.5-flash-002'],
    ['gcp.vertex_ai', 'claude-3-5-sonnet@20241022'],
    ['gcp.vertex_ai', 'claude-sonnet-4-5@default'],
    ['openai', 'gpt-4o-audio-preview-2024-12-17'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc123'],
    ['openai', 'ft:gpt-3.5-turbo-0125:acme:support:abc123'],
    ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['aws.bedrock', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['mistral_ai', 'mistral-large-latest'],
    ['cohere', 'command-r-plus-08-2024'],
    ['x_ai', 'grok-4-latest'],
    ['litellm', 'azure/gpt-4o'],
  ])('or a spelling of it: %s %s', (provider, model) => {
    expect(isAssumed(provider, model)).toBe(false);
  });
});
