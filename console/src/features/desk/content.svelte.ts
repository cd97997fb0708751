/**
 * Reviewed content in force, brought once at each load of the page: an interview goes on without asking the
 * network what to ask next. Only the answers are sent. An interview and a card go on in the version they began
 * with; one that is not here (a release came into force, or was taken back) is brought by its digest, and with it
 * what is in force now.
 */

import { untrack } from "svelte"
import type { KnownAnswers } from "../../engine/condition.ts"
import {
  type Card,
  isUnread,
  type LocalizedText,
  type Protocol,
  type TranslationsRead,
  wording,
} from "../../engine/content.ts"
import { Interview } from "../../engine/interview.ts"
import { i18n, type Language, t } from "../../i18n/i18n.svelte.ts"
import { type Helpline, type HelplineCatalog, helplineOf } from "../../notices/notices.ts"
import type { CallRow, RunRow } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { CardGroups } from "./after-help.ts"
import { untilNextDay_ms } from "./content-day.ts"

export interface IncidentType {
  readonly code: string
  readonly group: string
  readonly name: LocalizedText
  readonly priority: number
  readonly protocol?: string | null
  readonly words?: Readonly<Record<string, readonly string[]>>
}
interface Choices {
  readonly code: string
  readonly label: LocalizedText
}
interface Sent {
  readonly catalog: {
    readonly version: string
    /** Facts that protocols carry to one another, with their answer sets. */
    readonly shared_facts: Readonly<Record<string, string>>
    readonly answer_sets: Readonly<Record<string, readonly Choices[]>>
    readonly services: Readonly<Record<string, LocalizedText>>
    /** Absent in a set published before there were any. */
    readonly card_groups?: CardGroups
    readonly helplines?: NonNullable<HelplineCatalog["helplines"]>
    readonly capabilities: Readonly<
      Record<string, { readonly service: string; readonly name: LocalizedText }>
    >
  }
  readonly types: Readonly<Record<string, IncidentType>>
  readonly protocols: Readonly<Record<string, Protocol>>
  readonly cards: Readonly<Record<string, Card>>
  /** Absent in what was kept before there was any. */
  readonly translations_read?: TranslationsRead
}

/** Before words that did not come are asked for again. (ours) */
const AGAIN_MS = 5_000

class Content {
  #sent = $state.raw<Sent | null>(null)
  state = $state<"none" | "loading" | "ready" | "failed">("none")
  #interviews = new Map<string, Interview>()
  /** Versions that are not in force, by digest. */
  #versions = $state.raw<Readonly<Record<string, Protocol | Card>>>({})
  #asked = new Set<string>()
  /** Comes to its end when the content has come, or cannot. */
  listed: Promise<void> = Promise.resolve()

  /** The language of the operator's words that were asked for last. */
  #language: Language | undefined
  #nextDay: ReturnType<typeof setTimeout> | undefined

  /** What the operator reads comes in one language: in another it is brought anew, and stays meanwhile. */
  load(language: Language): Promise<void> {
    // An effect that loads follows the language alone, and not what came of it.
    untrack(() => {
      if (this.#language !== language || this.state === "failed") this.listed = this.#load(language)
    })
    return this.listed
  }
  /** What is in force may be another: brought anew, while what is here stays in use. */
  renew(): void {
    if (this.#language !== undefined) this.listed = this.#load(this.#language)
  }
  async #load(language: Language): Promise<void> {
    this.#language = language
    if (this.#sent === null) this.state = "loading"
    const reply = await this.#now()
    if (this.#language !== language) return
    if (reply.ok) this.#sent = reply.value
    clearTimeout(this.#nextDay)
    this.#nextDay = setTimeout(() => this.renew(), untilNextDay_ms(new Date()))
    this.state = this.#sent === null ? "failed" : "ready"
    // The words of the language before go on meanwhile; nobody need ask for these again.
    if (!reply.ok && this.#sent !== null)
      setTimeout(() => this.#language === language && void this.#load(language), AGAIN_MS)
  }
  #now() {
    return api<Sent>("GET", `/api/content?language=${this.#language}`, { timeout_ms: 30_000, kept: true })
  }

  /** Whether anything in force waits for its approvals: then the console says *draft, not for live use*. */
  get draft(): boolean {
    if (this.#sent === null) return false
    const documents = [...Object.values(this.#sent.protocols), ...Object.values(this.#sent.cards)]
    return documents.some((document) => document.status !== "approved")
  }

  /** Whether the words of a document in a language are a translation that no reviewer has read. */
  unread(digest: string, language: string): boolean {
    return isUnread(this.#sent?.translations_read, digest, language)
  }

  type(code: string | null | undefined): IncidentType | undefined {
    return code ? this.#sent?.types[code] : undefined
  }
  get types(): readonly IncidentType[] {
    return Object.values(this.#sent?.types ?? {})
  }
  card(id: string | null | undefined, digest?: string): Card | undefined {
    const card = id ? this.#sent?.cards[id] : undefined
    return digest === undefined || card?.digest === digest
      ? card
      : (this.#version(digest) as Card | undefined)
  }
  get cards(): readonly Card[] {
    return Object.values(this.#sent?.cards ?? {})
  }
  cardTitle(id: string): string {
    return wording(this.card(id)?.title ?? { es: id }, i18n.language).words
  }
  interview(protocol: string | null | undefined, digest?: string): Interview | undefined {
    const now = protocol ? this.#sent?.protocols[protocol] : undefined
    const document =
      digest === undefined || now?.digest === digest ? now : (this.#version(digest) as Protocol | undefined)
    if (document === undefined) return undefined
    let interview = this.#interviews.get(document.digest + document.id)
    if (interview === undefined) {
      interview = new Interview(document)
      this.#interviews.set(document.digest + document.id, interview)
    }
    return interview
  }
  #version(digest: string): Protocol | Card | undefined {
    const known = this.#versions[digest]
    if (known === undefined && this.#sent !== null && !this.#asked.has(digest)) {
      this.#asked.add(digest)
      void this.#bring(digest)
    }
    return known
  }
  async #bring(digest: string): Promise<void> {
    // An interview without its questions is no interview: asked until the server answers, whatever it says.
    for (let wait_ms = 500; ; wait_ms = Math.min(wait_ms * 2, 8_000)) {
      const version = await api<Protocol | Card>("GET", `/api/content/versions/${digest}`)
      if (version.ok) this.#versions = { ...this.#versions, [digest]: version.value }
      if (version.ok) break
      if (version.problem.status >= 400 && version.problem.status < 500) {
        if (version.problem.code !== "unknown_version") this.#asked.delete(digest)
        break
      }
      await new Promise((done) => setTimeout(done, wait_ms))
    }
    const language = this.#language
    const now = await this.#now()
    if (now.ok && this.#language === language) this.#sent = now.value
  }

  get sharedFacts(): ReadonlySet<string> {
    return new Set(Object.keys(this.#sent?.catalog.shared_facts ?? {}))
  }
  get cardGroups(): CardGroups {
    return this.#sent?.catalog.card_groups ?? {}
  }
  service(code: string): LocalizedText {
    return this.#sent?.catalog.services[code] ?? { es: code }
  }
  /** Who takes what a notice passes on. */
  helpline(notice: string | null | undefined): Helpline | undefined {
    return helplineOf(this.#sent?.catalog, notice, i18n.language)
  }
  capability(code: string): { readonly service: string; readonly name: LocalizedText } | undefined {
    return this.#sent?.catalog.capabilities[code]
  }
}

export const activeContent = new Content()

/** In the language of the page. */
export function protocolTitle(id: string | undefined): string | undefined {
  const title = activeContent.interview(id)?.protocol.title
  return title && wording(title, i18n.language).words
}

/** Why a caller must not be rung, or is written to first, where an interview says so. */
export function callBackReason(call: Pick<CallRow, "call_back" | "call_back_by">): string | undefined {
  if (call.call_back === "ring" || !call.call_back_by) return undefined
  return t(`desk.call_back_by.${call.call_back}`, {
    protocol: protocolTitle(call.call_back_by) ?? call.call_back_by,
  })
}

/** An interview of a case with what its answers prove, also those that are on their way. */
export function interviewOf(row: RunRow, answers: KnownAnswers) {
  const interview = activeContent.interview(row.protocol, row.digest)
  const proof = interview?.prove(answers) ?? null
  const held = new Set(proof?.additions)
  return {
    run: row.run,
    protocol: row.protocol,
    row,
    interview,
    proof,
    questions: interview?.protocol.questions.map((each) => each.id) ?? [],
    goto: proof?.goto ?? [],
    asks: (proof?.open_questions.length ?? 0) > 0,
    say: proof?.say ?? row.say,
    instead_of:
      interview?.protocol.additions
        .filter((each) => held.has(each.id))
        .flatMap((each) => each.instead_of ?? []) ?? [],
  }
}
