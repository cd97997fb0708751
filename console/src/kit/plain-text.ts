/** Text as people search it. Pure. */

/** Without accents and in small letters: «maria» finds «María», and «collegi» finds «col·legi». */
export function plainText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
}

/** Whether each word that was typed stands in the text, in any order; every text has nothing. */
export function hasEachWord(text: string, typed: string): boolean {
  const there = plainText(text)
  return plainText(typed)
    .split(/\s+/)
    .every((word) => there.includes(word))
}
