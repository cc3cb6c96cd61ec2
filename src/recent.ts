/** The results of a pure function for the arguments it was lately asked, the longest unused forgotten first. */
export interface Recent<Value> {
  /** What `make` gave for `key`, made now if it is not remembered. */
  get(key: string, make: () => Value): Value
  /** What is remembered for `key`, if anything is. */
  find(key: string): Value | undefined
}

/** Remembers at most `most` results. */
export function createRecent<Value>(most: number): Recent<Value> {
  const values = new Map<string, Value>()
  function find(key: string): Value | undefined {
    const known = values.get(key)
    if (known === undefined) return undefined
    // A Map keeps the order of insertion: the newest use goes to the end.
    values.delete(key)
    values.set(key, known)
    return known
  }
  return {
    find,
    get(key, make) {
      const known = find(key)
      if (known !== undefined) return known
      const made = make()
      values.set(key, made)
      if (values.size > most) values.delete(values.keys().next().value!)
      return made
    },
  }
}
