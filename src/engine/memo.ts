/** Characters of all keys that one memo keeps; values are about as large as what they are made from. */
const mostCharacters = 4 * 1024 * 1024;

/**
 * Remembers the results of a pure function by key, up to `most` and up to so many characters of keys; the least recently
 * used one is dropped first. A key that is longer than all of them may be is not remembered.
 */
export function memo<Value>(most: number, characters = mostCharacters): (key: string, make: () => Value) => Value {
  const kept = new Map<string, { value: Value }>();
  let used = 0;
  const drop = (key: string): void => {
    if (kept.delete(key)) {
      used -= key.length;
    }
  };
  return (key, make) => {
    if (key.length > characters) {
      return make();
    }
    const entry = kept.get(key) ?? { value: make() };
    drop(key);
    kept.set(key, entry);
    used += key.length;
    while (kept.size > most || used > characters) {
      const [oldest] = kept.keys();
      drop(oldest ?? key);
    }
    return entry.value;
  };
}

/** Gives long texts short names to use in keys. A text keeps its name as long as it is remembered. */
export function names(most: number): (text: string) => string {
  const known = memo<string>(most, 4 * mostCharacters);
  let count = 0;
  return (text) => known(text, () => String(count++));
}
