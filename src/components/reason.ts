/** Returns the reason of a failure, which Grafana and the backend put into `data.message`. */
export function reasonOf(reason: unknown): string {
  const { data, message, statusText } = (reason ?? {}) as {
    data?: { message?: string };
    message?: string;
    statusText?: string;
  };
  return data?.message ?? message ?? statusText ?? '';
}
