/** Remembers what a pure function made, by key: at most so many, and what was not asked for longest goes first. */
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

/** Short names of long texts, so that they need not be part of every key: the same text has the same name while it is known. */
export function names(most: number): (text: string) => string {
  const known = memo<string>(most);
  let count = 0;
  return (text) => known(text, () => String(count++));
}
