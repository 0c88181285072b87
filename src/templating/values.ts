/** The part of a frame's field that is read here. */
interface Field {
  type: string;
  values: ArrayLike<unknown>;
}

/** Returns the distinct values of the first text column, sorted: the options of a query variable. */
export function valuesOf(frames: readonly { fields: readonly Field[] }[]): string[] {
  const texts = frames.flatMap(({ fields }) => {
    const field = fields.find(({ type }) => type === 'string');
    return field ? Array.from(field.values, (value) => String(value ?? '')) : [];
  });
  return [...new Set(texts)].filter((text) => text !== '').sort((a, b) => a.localeCompare(b));
}
