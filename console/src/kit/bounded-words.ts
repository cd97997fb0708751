/** Words that somebody outside wrote, however long, in a place that is not: the beginning, and how much more there is. Pure. */

export interface BoundedWords {
  readonly shown: string
  /** Characters that are not shown. */
  readonly rest: number
}

/** A cut stands between two words, where one ends in the last fifth. */
const LOOSE = 0.8

export function boundedWords(words: string, most: number): BoundedWords {
  const letters = [...words]
  if (letters.length <= most) return { shown: words, rest: 0 }
  const space = letters.lastIndexOf(" ", most)
  const end = space >= most * LOOSE ? space : most
  return { shown: letters.slice(0, end).join("").trimEnd(), rest: letters.length - end }
}
