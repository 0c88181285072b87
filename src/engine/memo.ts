/** Remembers the results of a pure function by key, up to `most`; the least recently used one is dropped first. */
export function memo<Value>(most: number): (key: string, make: () => Value) => Value {
  const kept = new Map<string, { value: Value }>();
  return (key, make) => {
    const entry = kept.get(key) ?? { value: make() };
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size > most) {
      const [oldest] = kept.keys();
      kept.delete(oldest ?? key);
    }
    return entry.value;
  };
}

/** Gives long texts short names to use in keys. A text keeps its name as long as it is remembered. */
export function names(most: number): (text: string) => string {
  const known = memo<string>(most);
  let count = 0;
  return (text) => known(text, () => String(count++));
}
