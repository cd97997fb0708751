/** A line of a story without the gaps of what was not said: «Alertante: · está en el lugar», «Paciente:» (as reporting/story.py). */
export function withoutGaps(words: string): string {
  return (
    words
      .replace(/\s+/g, " ")
      .trim()
      .replace(/(^|: )· /g, "$1")
      // A position whose radius nobody stated.
      .replace(/ ± m$/, "")
      // Only where the colon heads nothing: one that a person wrote stands after another of ours.
      .replace(/^([^:]+?) ?:$/, "$1")
  )
}
