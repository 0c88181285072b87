/** Messages about evaluators that are well written but cannot run. */

export const noKeyInEnvironment = (name: string) =>
  `There is no key in the environment variable ${name}. Set it, or name a file as keyFile.`;

export const noKeyFile = (file: string) => `There is no key in the file ${file}, or it cannot be read.`;

export const unpricedJudge = (evaluator: string, provider: string, model: string) =>
  `${evaluator}: the price of ${provider}/${model} is not known, so that its cap could not be kept. Write model.price, or leave the cap out.`;

export const piiNeedsRedaction = (evaluator: string) =>
  `${evaluator}: it looks for what the data source redacts, but content.redact.builtIn is off in its settings. Turn it on, or write a regex check.`;
