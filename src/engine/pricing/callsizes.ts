/**
 * Input sizes in tokens above which a price may be another. Calls of different sizes are added up apart, so that prices can
 * be applied to sums; a price table with another threshold reads single calls.
 */
export const callSizes = [
  32_000, 64_000, 128_000, 199_999, 200_000, 256_000, 271_999, 272_000, 512_000, 1_000_000,
] as const;
