/** The language of a tag without its region: `ca` of `ca-ES-valencia` (BCP 47, primary language subtag). */
export function primaryLanguage(tag: string): string {
  return tag.split("-")[0] ?? tag
}
