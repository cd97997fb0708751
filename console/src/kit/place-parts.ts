/** A place as it is shown and read out: its words, and its municipality where they do not name it. Pure. */

interface Place {
  readonly words: string
  readonly municipality?: string | null
}

export function placeParts({ words, municipality }: Place): readonly string[] {
  return municipality && !words.includes(municipality) ? [words, municipality] : [words]
}
