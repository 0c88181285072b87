/**
 * The environment of Go's commands other than the build, with what the plugin SDK's build sets: with other flags, every package
 * would be compiled again, and what is tested would not be what is shipped.
 */
export const goEnvironment: Record<string, string> = {
  CGO_ENABLED: '0',
  GOFLAGS: `${process.env['GOFLAGS'] ?? ''} -tags=arrow_json_stdlib`.trim(),
};
