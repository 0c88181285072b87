export const messages = {
  spanAttribute: (key: string) => `Span attribute ${key}`,
  resourceAttribute: (key: string) => `Resource attribute ${key}`,
};
