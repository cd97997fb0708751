/**
 * Reviewed content as the server publishes it: the JSON of `auxilio.triage.core.model` and `auxilio.instructions.core.model`.
 * What has its default is absent.
 */

import type { Condition } from "./condition.ts"

/** One wording in each language. */
export type LocalizedText = Readonly<Record<string, string>>

/** 0 immediate life threat … 4 advice. Lower is more severe. */
export type PriorityLevel = 0 | 1 | 2 | 3 | 4

export type DispatchMode = "reflex" | "standard" | "after_interview" | "none"

export interface AnswerOption {
  readonly code: string
  readonly label: LocalizedText
}

export interface Question {
  readonly id: string
  readonly ask: LocalizedText
  readonly help?: LocalizedText
  readonly critical?: boolean
  readonly phase?: "pre" | "post"
  readonly info?: boolean
  readonly ask_to?: "caller" | "operator" | "system"
  readonly kind?: "choice" | "time" | "text" | "integer"
  readonly pattern?: string
  readonly when?: Condition
  readonly answers?: readonly AnswerOption[]
  readonly answers_ref?: string
}

export interface ProtocolTransfer {
  readonly to: string
  readonly mode: string
  readonly keep_caller?: boolean
}

export interface Effects {
  readonly id: string
  readonly label: LocalizedText
  readonly send?: readonly string[]
  readonly say?: readonly string[]
  readonly notify?: readonly string[]
  readonly safety?: string
  readonly goto?: string
  readonly route?: string
  readonly keep_line?: boolean
  readonly close_as?: string
  readonly transfer?: ProtocolTransfer
}

export interface ProtocolRule extends Effects {
  readonly priority: PriorityLevel
  readonly dispatch: DispatchMode
  readonly type: string
  /** Absent in the last rule, which holds when no other does. */
  readonly when?: Condition
}

export interface Addition extends Effects {
  readonly when: Condition
  readonly instead_of?: readonly string[]
}

export interface Protocol {
  readonly id: string
  readonly version: string
  readonly status: "draft" | "clinical_review" | "approved" | "retired"
  readonly domain: string
  readonly title: LocalizedText
  readonly greeting?: LocalizedText
  /** What is taken of the call, by code. */
  readonly capture?: readonly string[]
  readonly incident_types: readonly string[]
  readonly instruct_first?: readonly string[]
  readonly questions: readonly Question[]
  readonly rules: readonly ProtocolRule[]
  readonly additions: readonly Addition[]
  readonly reassess: { readonly every_s: number; readonly questions: readonly string[] }
  readonly confidential?: boolean
  readonly surge?: boolean
  /** The report that this kind of case asks for: `methane`. */
  readonly report?: string | null
  /** Which answer of this interview is looked up in which table: `top` and `un` are the two numbers of a plate. */
  readonly lookups?: readonly { readonly id: string; readonly data: string; readonly key: string }[]
  readonly digest: string
}

export interface CardStep {
  readonly id: string
  readonly say: LocalizedText
  readonly wait: "none" | "confirm" | "timer"
  readonly repeat_s?: number
  readonly mark?: string
  readonly show_if?: Condition
  /** It harms who it is not for: shown only when `show_if` is proved. */
  readonly needs_proof?: boolean
  readonly skip_if?: string
  readonly requires?: "medical_authorisation"
  readonly own_medication?: boolean
  /** It needs a voice: to a caller who reads `write` is sent instead, or nothing. */
  readonly by_voice?: boolean
  readonly write?: LocalizedText
  readonly check?: { readonly q: string; readonly worse: { readonly goto?: string; readonly card?: string } }
}

/** A step as a caller reads it; undefined where it cannot be read. */
export function writtenWords(step: Pick<CardStep, "say" | "by_voice" | "write">): LocalizedText | undefined {
  return step.by_voice ? step.write : step.say
}

export interface Card {
  readonly id: string
  readonly version: string
  readonly status: string
  readonly risk: "life" | "harm" | "comfort"
  readonly title: LocalizedText
  readonly note?: LocalizedText
  readonly steps: readonly CardStep[]
  readonly never: Readonly<Record<string, readonly string[]>>
  readonly medication?: boolean
  readonly pace?: { readonly bpm: number }
  readonly marks?: readonly string[]
  readonly digest: string
}

/** Whether a text has words in a language, or in the one it is a kind of. */
export function spokenIn(text: LocalizedText, language: string): boolean {
  return text[language] !== undefined || text[language.split("-")[0] ?? language] !== undefined
}

/** The words in the caller's language and the language they are in: Spanish where there is no other. */
export function wording(text: LocalizedText, language: string): { words: string; language: string } {
  for (const wanted of [language, language.split("-")[0] ?? language, "es"]) {
    const words = text[wanted]
    if (words !== undefined) return { words, language: wanted }
  }
  const [first] = Object.entries(text)
  return { words: first?.[1] ?? "", language: first?.[0] ?? "es" }
}

/** By language, the digests of the documents whose translation a reviewer has read as it stands. */
export type TranslationsRead = Readonly<Record<string, readonly string[]>>

/** Whether words of a document in a language are a translation that no reviewer has read. Spanish is the original. */
export function isUnread(read: TranslationsRead | undefined, digest: string, language: string): boolean {
  return language !== "es" && !(read?.[language]?.includes(digest) ?? false)
}
