/** The languages that a person speaks: an ordered list of tags, the preferred one first. Pure. */

/** Offered by name; others keep their place when a file brought them. As in `kit` of the desk, and those of the peninsula. */
export const LANGUAGES_OFFERED = [
  "ar",
  "an",
  "ast",
  "bg",
  "bn",
  "ca",
  "cs",
  "da",
  "de",
  "el",
  "en",
  "es",
  "et",
  "eu",
  "fa",
  "fi",
  "fr",
  "gl",
  "he",
  "hi",
  "hr",
  "hu",
  "hy",
  "it",
  "ja",
  "ka",
  "ko",
  "lt",
  "lv",
  "nl",
  "no",
  "oc",
  "pa",
  "pl",
  "pt",
  "ro",
  "ru",
  "sk",
  "sl",
  "sq",
  "sr",
  "sv",
  "tr",
  "uk",
  "ur",
  "vi",
  "wo",
  "zh",
  "ber",
] as const

/** The last one it takes: what a person states is bounded (`PersonData.languages`). */
export const LANGUAGES_MAX = 20

export function withLanguage(spoken: readonly string[], tag: string): string[] {
  return tag === "" || spoken.includes(tag) ? [...spoken] : [...spoken, tag]
}
export function withoutLanguage(spoken: readonly string[], tag: string): string[] {
  return spoken.filter((each) => each !== tag)
}
/** This one is preferred. */
export function preferredFirst(spoken: readonly string[], tag: string): string[] {
  return [tag, ...withoutLanguage(spoken, tag)]
}
