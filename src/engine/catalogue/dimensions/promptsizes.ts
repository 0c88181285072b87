/** The steps of prompts' sizes: each ends below a number of input tokens, and the last one does not end. */
export const promptSizes = [
  { label: 'under 1k', below: 1000 },
  { label: '1k to 4k', below: 4000 },
  { label: '4k to 16k', below: 16_000 },
  { label: '16k to 64k', below: 64_000 },
  { label: '64k and more', below: Infinity },
] as const;
