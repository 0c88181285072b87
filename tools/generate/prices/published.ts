/** The days on which versions of genai-prices were published, which the package itself does not contain: `npm view @pydantic/genai-prices time`. */
export const published: Record<string, string> = {
  '0.1.8': '2026-09-23',
};
