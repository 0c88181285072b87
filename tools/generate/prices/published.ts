/** The day on which a version of genai-prices was published, which the package itself does not say: `npm view @pydantic/genai-prices time`. */
export const published: Record<string, string> = {
  '0.1.8': '2026-09-23',
};
