/**
 * Ages as a caller wrote them, in their own words («tiene 3 años», «a 6-month-old»), so that a line that is cut or
 * scrolled away hides none. Spanish, Catalan, English and French; quoted, never read as a number. Pure.
 */

const WORDS =
  "un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|" +
  "dues|quatre|cinc|sis|set|vuit|nou|deu|onze|dotze|tretze|catorze|quinze|vint|trenta|quaranta|cinquanta|seixanta|setanta|vuitanta|noranta|" +
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|" +
  "deux|trois|cinq|sept|huit|neuf|dix|douze|treize|vingt|trente|quarante|cinquante|soixante"
const NUMBER = `(?:\\d{1,3}(?![\\d.,]\\d)|(?:${WORDS})(?:[- ](?:y|i|et)[- ](?:${WORDS})|-(?:${WORDS}))?)`
const NUMBERS = `${NUMBER}(?:(?:,| y| i| o| and| or| et| ou) ${NUMBER})*`
const YEARS = "años|añitos|año|anys|anyets|any|years?|yrs?|ans?"
const PARTS =
  "mes(?:es)?|mesos|semanas?|setmanes|setmana|días?|dies|dia|months?|weeks?|days?|mois|semaines?|jours?"
/** What stands before an age and before no other length of time: days of fever are no age. */
const HAS =
  "tiene|tienen|tengo|tenemos|tenía|cumplido|edad:?|té|tenen|tinc|edat:?|is|am|are|aged|age:?|ai|a|ont|âgée?s? (?:de|d['’])|de|d['’]"
const START = "(?<![\\p{L}\\d])"
const END = "(?![\\p{L}\\d])"
/** How long ago, how long it lasts, or how far a pregnancy is. */
const NOT_BEFORE =
  /(?:hace|desde|durante|lleva[ns]?|llevamos|fa|des de|durant|porta|depuis|il y a|pendant|for|since|last|embarazad[ao]s?(?: de)?|embarassad[ae]s?(?: de)?|pregnant|enceinte(?: de)?)\s+(?:de\s+|ya\s+|about\s+|unos\s+)?$/iu
const NOT_AFTER = /^\s*(?:ago|later|atrás|enrere|pregnant|embarazad|después)/iu

const AGES: readonly RegExp[] = [
  new RegExp(
    `${START}(?:(?:${HAS})\\s*)?(?<n>${NUMBERS})[\\s-]*(?:${YEARS})(?:(?: y| i| et| and) medi[oa]| i mig)?(?:[\\s-]old)?${END}`,
    "giu",
  ),
  new RegExp(`${START}(?:${HAS})\\s*(?<n>${NUMBERS})[\\s-]*(?:${PARTS})(?:[\\s-]old)?${END}`, "giu"),
  new RegExp(`${START}(?<n>${NUMBERS})[\\s-]*(?:(?:month|week|day)s?[\\s-]old|y/?o)${END}`, "giu"),
  new RegExp(`${START}(?:aged|edad:?(?: de)?|edat:?(?: de)?|âge:?|age:?)\\s+(?<n>${NUMBERS})${END}`, "giu"),
]

/** The ages in a text, each as it is written there, in its order. */
export function writtenAges(words: string): readonly string[] {
  const found = new Map<number, { readonly from: number; readonly to: number }>()
  for (const pattern of AGES)
    for (const match of words.matchAll(pattern)) {
      const number = match.index + match[0].indexOf(match.groups?.n ?? "")
      const to = match.index + match[0].length
      if (NOT_BEFORE.test(words.slice(0, number)) || NOT_AFTER.test(words.slice(to))) continue
      const before = found.get(number)
      if (before === undefined || to > before.to) found.set(number, { from: match.index, to })
    }
  return [...found].sort(([a], [b]) => a - b).map(([, { from, to }]) => words.slice(from, to))
}

/** Of several texts, the newest first: each age once. */
export function agesOf(texts: readonly string[]): readonly string[] {
  const once = new Map<string, string>()
  for (const age of texts.flatMap(writtenAges))
    if (!once.has(age.toLowerCase())) once.set(age.toLowerCase(), age)
  return [...once.values()]
}
