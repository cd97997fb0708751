/** A protocol or card in the form: its parts, and what each act of a person makes of it. Nothing of it is lost. Pure. */

import { hasEachWord } from "../../kit/plain-text.ts"
import type { DocumentFault, FieldFault, OtherWords } from "../../protocol/generated.ts"
import { FIELDS, NO_FIELDS, type PartKind } from "./document-fields.ts"

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}
/** A document as its file says it, fields that this form does not know included. */
export type FormDocument = JsonObject
export const LANGUAGES = ["es", "ca", "en", "fr"] as const

/** The lists of a document whose entries are parts. */
const LISTS = { questions: "question", rules: "rule", additions: "addition", steps: "step" } as const
export type PartList = keyof typeof LISTS
/** By which words an entry is known: what a rule says is a list of cards. */
const WORDS_OF = { questions: "ask", rules: "label", additions: "label", steps: "say" } as const

export interface Part {
  /** Its field: `questions/2`; empty for the head of the document. */
  readonly at: string
  readonly kind: PartKind
  readonly id: string
  readonly words: string
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
export const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "")

export function kindOfDocument(path: string): "protocol" | "card" {
  return path.startsWith("cards/") ? "card" : "protocol"
}
export function listsOf(kind: PartKind): readonly PartList[] {
  return kind === "card" || kind === "step" ? ["steps"] : ["questions", "rules", "additions"]
}

/** The head, and each entry in the order of the document. */
export function partsOf(document: FormDocument, path: string, language: string): readonly Part[] {
  const kind = kindOfDocument(path)
  const head: Part = { at: "", kind, id: textOf(document.id), words: wordsOf(document.title, language) }
  return [
    head,
    ...listsOf(kind).flatMap((list) =>
      listOf(document[list]).map((each, nth): Part => {
        const entry = isObject(each) ? each : {}
        return {
          at: `${list}/${nth}`,
          kind: LISTS[list],
          id: textOf(entry.id),
          words: wordsOf(entry[WORDS_OF[list]], language),
        }
      }),
    ),
  ]
}
function wordsOf(text: Json | undefined, language: string): string {
  return isObject(text) ? textOf(text[language]) || textOf(text.es) : ""
}

/** Parts in which each word stands, in whatever language. */
export function findParts(document: FormDocument, parts: readonly Part[], typed: string): readonly Part[] {
  if (typed.trim() === "") return parts
  return parts.filter(
    (part) => part.at !== "" && hasEachWord(JSON.stringify(valueAt(document, part.at)), typed),
  )
}

const steps = (at: string) => (at === "" ? [] : at.split("/"))

export function valueAt(document: Json | undefined, at: string): Json | undefined {
  return steps(at).reduce<Json | undefined>(
    (value, step) =>
      Array.isArray(value)
        ? (value as readonly Json[])[Number(step)]
        : isObject(value)
          ? value[step]
          : undefined,
    document,
  )
}
/** With this value there; undefined takes it off, and with it what it leaves empty around it. */
export function withValue(document: FormDocument, at: string, value: Json | undefined): FormDocument {
  const changed = changedAt(document, steps(at), value)
  return isObject(changed) ? changed : {}
}
function changedAt(
  here: Json | undefined,
  [step, ...rest]: readonly string[],
  value: Json | undefined,
): Json | undefined {
  if (step === undefined) return value
  if (Array.isArray(here)) {
    const list = here as readonly Json[]
    return list.flatMap((each, nth) => {
      if (nth !== Number(step)) return [each]
      const changed = changedAt(each, rest, value)
      return changed === undefined ? [] : [changed]
    })
  }
  const object = isObject(here) ? here : {}
  const changed = changedAt(object[step], rest, value)
  if (changed !== undefined) return { ...object, [step]: changed }
  const { [step]: _, ...others } = object
  return Object.keys(others).length === 0 && Object.keys(object).length > 0 ? undefined : others
}

/** Words in one language: an optional text without any goes, a language without words is left out. */
export function withWords(
  document: FormDocument,
  at: string,
  language: string,
  words: string,
  required: boolean,
): FormDocument {
  const text = valueAt(document, at)
  const { [language]: _, ...others } = isObject(text) ? text : {}
  const empty = words.trim() === ""
  if (!empty)
    return withValue(document, at, isObject(text) ? { ...text, [language]: words } : { [language]: words })
  if (!required && Object.values(others).every((each) => textOf(each) === ""))
    return withValue(document, at, undefined)
  // Spanish and English are every text's: their absence is told by an empty one, at its field.
  const kept =
    language === "es" || language === "en" ? { ...(text as JsonObject | undefined), [language]: "" } : others
  return withValue(document, at, kept)
}

/** One sentence a line, as what must never be done is written. */
export function withWarnings(
  document: FormDocument,
  at: string,
  language: string,
  lines: string,
): FormDocument {
  const text = valueAt(document, at)
  const said = lines.split("\n")
  const { [language]: _, ...others } = isObject(text) ? text : {}
  return withValue(
    document,
    at,
    lines === "" ? others : { ...(isObject(text) ? text : {}), [language]: said },
  )
}

/** Codes as they are typed: with commas or blanks between. */
export function codesOf(typed: string): readonly string[] {
  return typed.split(/[\s,;]+/).filter((code) => code !== "")
}

/** What a condition says, key by key: `any` and `all` hold conditions, any other is a question with its answers. */
export interface ConditionRow {
  readonly key: string
  readonly answers: readonly string[] | null
  readonly of: readonly JsonObject[]
}
export function conditionRows(condition: Json | undefined): readonly ConditionRow[] {
  if (!isObject(condition)) return []
  return Object.entries(condition).map(([key, value]) =>
    key === "any" || key === "all"
      ? { key, answers: null, of: listOf(value).filter(isObject) }
      : { key, answers: typeof value === "string" ? [value] : listOf(value).map(String), of: [] },
  )
}
/** The condition with another question, or other answers, in a row; the others stay in their order. */
export function withRow(condition: JsonObject, key: string, to: string, value: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(condition).flatMap(([each, old]) =>
      each === key
        ? value === undefined
          ? []
          : [[to, value] as const]
        : each === to
          ? []
          : [[each, old] as const],
    ),
  )
}
export function toggledAnswer(condition: JsonObject, question: string, code: string): JsonObject {
  const old = condition[question]
  const had = typeof old === "string" ? [old] : listOf(old).map(String)
  const now = had.includes(code) ? had.filter((each) => each !== code) : [...had, code]
  const [only] = now
  return {
    ...condition,
    [question]: now.length === 1 && only !== undefined && typeof old === "string" ? only : now,
  }
}

/** The answers of a question of this document: its own, or those of the set it refers to. */
export function answersOf(
  question: Json | undefined,
  sets: {
    readonly [name: string]: readonly {
      readonly code: string
      readonly label: { readonly [l: string]: string }
    }[]
  },
): readonly { readonly code: string; readonly label: JsonObject }[] {
  if (!isObject(question)) return []
  const own = listOf(question.answers).filter(isObject)
  if (own.length > 0)
    return own.map((each) => ({ code: textOf(each.code), label: isObject(each.label) ? each.label : {} }))
  return sets[textOf(question.answers_ref)] ?? []
}

/** Fields of a part that the form does not show; they stay as they are. */
export function otherFields(document: FormDocument, part: Part): readonly string[] {
  const entry = valueAt(document, part.at)
  if (!isObject(entry)) return []
  return leavesBeside(entry, [...FIELDS[part.kind].map((each) => each.at), ...NO_FIELDS[part.kind]])
}
/** `limits/x` beside `limits/max_questions`: a field whose part is shown is looked into. */
function leavesBeside(entry: JsonObject, known: readonly string[], before = ""): readonly string[] {
  return Object.entries(entry).flatMap(([key, value]) => {
    const at = `${before}${key}`
    if (known.includes(at)) return []
    if (isObject(value) && known.some((each) => each.startsWith(`${at}/`)))
      return leavesBeside(value, known, `${at}/`)
    return [at]
  })
}

/** How a text stands in a language. */
export type WordsState = "own" | "elsewhere" | "missing" | "none"
export function wordsState(
  text: Json | undefined,
  language: string,
  elsewhere: OtherWords | undefined,
  wanted: readonly string[],
): WordsState {
  const own = isObject(text) ? text[language] : undefined
  if ((typeof own === "string" && own.trim() !== "") || listOf(own).length > 0) return "own"
  if (elsewhere?.words[language] !== undefined) return "elsewhere"
  return isObject(text) && wanted.includes(language) ? "missing" : "none"
}
/** Texts of a part that some language lacks, or that a person has not reviewed. */
export function wordGaps(
  document: FormDocument,
  part: Part,
  elsewhere: { readonly [at: string]: OtherWords },
): { readonly missing: number; readonly unreviewed: number } {
  let [missing, unreviewed] = [0, 0]
  for (const at of textsOf(valueAt(document, part.at), part)) {
    const field = part.at === "" ? at : `${part.at}/${at}`
    for (const language of LANGUAGES) {
      const state = wordsState(valueAt(document, field), language, elsewhere[field], LANGUAGES)
      if (state === "missing") missing += 1
      if (state === "elsewhere" && elsewhere[field]?.reviewed === false) unreviewed += 1
    }
  }
  return { missing, unreviewed }
}
function textsOf(entry: Json | undefined, part: Part): readonly string[] {
  const own = FIELDS[part.kind]
    .filter(
      (each) => (each.kind === "words" || each.kind === "warnings") && valueAt(entry, each.at) !== undefined,
    )
    .map((each) => each.at)
  const answers = part.kind === "question" ? listOf(valueAt(entry, "answers")) : []
  return [...own, ...answers.map((_, nth) => `answers/${nth}/label`)]
}

// --- entries --------------------------------------------------------------------------------

function place(at: string): { list: PartList; nth: number } | null {
  const [list, nth] = at.split("/")
  return list !== undefined && list in LISTS && nth !== undefined
    ? { list: list as PartList, nth: Number(nth) }
    : null
}
/** A name that no entry of the list has yet. */
export function freeId(document: FormDocument, list: PartList, wish: string): string {
  const taken = new Set(listOf(document[list]).map((each) => (isObject(each) ? textOf(each.id) : "")))
  if (!taken.has(wish)) return wish
  const [base, join] =
    list === "questions" || list === "steps" ? [wish.replace(/_\d+$/, ""), "_"] : [wish, "-"]
  for (let nth = 2; ; nth++) if (!taken.has(`${base}${join}${nth}`)) return `${base}${join}${nth}`
}
/** An entry without words: what is missing is told at its fields. */
function blank(document: FormDocument, list: PartList): JsonObject {
  const text = { es: "", en: "" }
  if (list === "questions") return { id: freeId(document, list, "nueva"), ask: text, answers_ref: "ynu" }
  if (list === "steps") return { id: freeId(document, list, "nuevo"), say: text, wait: "confirm" }
  const id = freeId(document, list, list === "rules" ? "R-1" : "A-1")
  if (list === "additions") return { id, when: {}, label: text }
  const type = textOf(listOf(document.incident_types)[0])
  return { id, when: {}, priority: "P3", dispatch: "standard", type, send: [], say: [], label: text }
}
export interface Moved {
  readonly document: FormDocument
  /** The part that the hand is on then. */
  readonly at: string
}
function inserted(document: FormDocument, list: PartList, nth: number, entry: Json): Moved {
  return {
    document: { ...document, [list]: listOf(document[list]).toSpliced(nth, 0, entry) },
    at: `${list}/${nth}`,
  }
}
/** After this part; in a list of its own kind where the part is the head. The last rule stays last. */
export function addPart(document: FormDocument, path: string, at: string, into?: PartList): Moved {
  const here = place(at)
  const list = into ?? here?.list ?? listsOf(kindOfDocument(path))[0] ?? "questions"
  const entries = listOf(document[list])
  const last = entries.at(-1)
  const most = list === "rules" && isObject(last) && last.else === true ? entries.length - 1 : entries.length
  const nth = here?.list === list ? Math.min(here.nth + 1, most) : most
  return inserted(document, list, nth, blank(document, list))
}
export function copyPart(document: FormDocument, at: string): Moved | null {
  const here = place(at)
  const entry = valueAt(document, at)
  if (here === null || !isObject(entry)) return null
  const copy = { ...entry, id: freeId(document, here.list, textOf(entry.id)) }
  return inserted(document, here.list, here.nth + 1, copy)
}
export function movePart(document: FormDocument, at: string, by: -1 | 1): Moved | null {
  const here = place(at)
  if (here === null) return null
  const entries = listOf(document[here.list])
  const to = here.nth + by
  const entry = entries[here.nth]
  if (entry === undefined || to < 0 || to >= entries.length) return null
  const moved = entries.toSpliced(here.nth, 1).toSpliced(to, 0, entry)
  return { document: { ...document, [here.list]: moved }, at: `${here.list}/${to}` }
}
export function removePart(document: FormDocument, at: string): Moved | null {
  const here = place(at)
  if (here === null) return null
  const entries = listOf(document[here.list]).toSpliced(here.nth, 1)
  const next = Math.min(here.nth, entries.length - 1)
  return { document: { ...document, [here.list]: entries }, at: next < 0 ? "" : `${here.list}/${next}` }
}

// --- faults ---------------------------------------------------------------------------------

const under = (field: string, at: string) => field === at || field.startsWith(`${at}/`)

export function faultsUnder(faults: readonly FieldFault[], at: string): readonly FieldFault[] {
  return faults.filter((each) => under(each.field, at))
}
/** The part at which a fault is shown: the head where it is about no entry. */
export function partOf(field: string): string {
  const [list, nth] = field.split("/")
  return list !== undefined && list in LISTS && nth !== undefined ? `${list}/${nth}` : ""
}
/** Of faults that a check of all documents found, those that name a field of this file. */
export function fieldFaults(faults: readonly DocumentFault[], file: string): readonly FieldFault[] {
  return faults.flatMap((fault) =>
    fault.file === file && fault.facts?.field ? [{ field: String(fault.facts.field), fault }] : [],
  )
}
/** Faults of a part that none of its fields shows. */
export function faultsBeside(faults: readonly FieldFault[], part: Part): readonly FieldFault[] {
  const shown = FIELDS[part.kind].map((each) => (part.at === "" ? each.at : `${part.at}/${each.at}`))
  return faults.filter((each) => partOf(each.field) === part.at && !shown.some((at) => under(each.field, at)))
}
/** The first error in the order of the parts, else null. */
export function firstError(faults: readonly FieldFault[], parts: readonly Part[]): FieldFault | null {
  const errors = faults.filter((each) => each.fault.severity !== "warning")
  for (const part of parts) {
    const found = errors.find((each) => partOf(each.field) === part.at)
    if (found) return found
  }
  return errors[0] ?? null
}
/** The innermost entry that begins on this line: a fault of the whole set names a line. */
export function fieldAtLine(lines: { readonly [field: string]: number }, line: number): string {
  const found = Object.entries(lines).filter(([, at]) => at <= line)
  const last = Math.max(0, ...found.map(([, at]) => at))
  return (
    found
      .filter(([, at]) => at === last)
      .map(([field]) => field)
      .sort((a, b) => b.length - a.length)[0] ?? ""
  )
}
