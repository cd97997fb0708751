/** One case file as its page shows it: read once, proved now, and asked again after each act. */

import { untrack } from "svelte"
import { i18n } from "../../i18n/i18n.svelte.ts"
import type { CaseFileProof, CasePage, CaseRow, PageLine } from "../../protocol/generated.ts"
import { AccessList } from "../../reserved-access/reserved-access.svelte.ts"
import { router } from "../../shell/router.svelte.ts"
import { api, download, type Reply } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer, HandledCommand, Problem } from "../../state/outbox.ts"
import { useBoardOf } from "../../state/server-link.svelte.ts"
import { ReportMails } from "./report-mails.svelte.ts"

const FRESH_MS = 15_000
/** Codes by which a case is not open to a person (access/cases.py). */
const NOT_OPEN: ReadonlySet<string> = new Set(["case_reserved", "no_task_here", "not_your_case"])

export class CaseFile {
  readonly id = $derived(router.params.id ?? "")
  reading = $state.raw<CasePage | null>(null)
  problem = $state.raw<Problem | null>(null)
  proof = $state.raw<CaseFileProof | null>(null)
  proofProblem = $state.raw<Problem | null>(null)
  proving = $state(false)
  readonly mails = new ReportMails(() => this.reading?.id ?? null)
  adding = $state(false)
  reopening = $state(false)
  /** The fact in hand; the last one until somebody chooses. */
  chosen = $state<string | null>(null)

  readonly line = $derived<PageLine | undefined>(
    this.reading?.story.find((line) => line.id === this.chosen) ?? this.reading?.story.at(-1),
  )
  readonly n = $derived(this.line?.n ?? 0)
  readonly ready = $derived(this.reading?.musts.every((must) => must.done) ?? false)
  readonly sealed = $derived(this.reading?.sealed_at != null)

  /**
   * The live board of what is read here: it tells at once when the case is not open to this person any more, and who is
   * named. Opened after the file was read, so that a refused visit is told to its owner once.
   */
  readonly #live = useBoardOf("case", () =>
    this.reading === null || (this.sealed && !this.reading.reserved) ? null : { case: this.id },
  )
  readonly #rows = $derived(this.#live.board?.rows<CaseRow>("cases") ?? [])
  readonly naming = new AccessList(
    () => this.#rows.find((each) => each.id === this.id),
    () => this.#rows,
  )
  /** It was open here and is not any more. */
  shut = $state(false)

  #shutBy(problem: Problem): void {
    this.shut = this.reading !== null
    this.reading = null
    this.proof = null
    this.problem = problem
  }

  constructor() {
    $effect(() => {
      const code = this.#live.board?.refused
      if (code != null && NOT_OPEN.has(code)) this.#shutBy({ code, status: 403, facts: {} })
    })
    $effect(() => {
      if (this.id === "") return
      // By the address and the language alone: what was read must not be read again for having come.
      void i18n.language
      untrack(() => void this.read().then(() => this.prove()))
      // A case that is still being worked on, or waits for its seal, is read again by itself.
      const again = setInterval(() => {
        if (this.reading !== null && !this.sealed && document.visibilityState === "visible") void this.read()
      }, FRESH_MS)
      return () => clearInterval(again)
    })
  }

  async read(): Promise<void> {
    const before = this.reading
    const reply = await api<CasePage>("GET", `/api/case-files/${this.id}?language=${i18n.language}`, {
      timeout_ms: 30_000,
    })
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) {
      // What was read before is not this person's any more.
      if (NOT_OPEN.has(reply.problem.code)) this.#shutBy(reply.problem)
      return
    }
    this.shut = false
    this.reading = reply.value
    if (before !== null && before.sealed_at !== reply.value.sealed_at) void this.prove()
  }

  async prove(): Promise<Answer | undefined> {
    if (this.reading === null) return undefined
    this.proving = true
    const reply = await api<CaseFileProof>("GET", `/api/case-files/${this.id}/proof`, { timeout_ms: 60_000 })
    this.proving = false
    this.proofProblem = reply.ok ? null : reply.problem
    if (reply.ok) this.proof = reply.value
    return undefined
  }

  step(by: number): void {
    const story = this.reading?.story ?? []
    const place = story.findIndex((line) => line.id === this.line?.id)
    this.chosen = story[Math.min(story.length - 1, Math.max(0, place + by))]?.id ?? null
  }

  /** The story moves along with what is heard: the last fact of that moment. */
  heard(at_ms: number): void {
    const line = this.reading?.story.findLast((each) => Date.parse(each.at) <= at_ms)
    if (line) this.chosen = line.id
  }

  async seal(): Promise<Answer> {
    const reply = await api<HandledCommand>("POST", `/api/case-files/${this.id}/seal`, {
      command: newId(),
      timeout_ms: 60_000,
    })
    await this.read()
    return answer(reply)
  }
  async export(): Promise<Answer | undefined> {
    return this.#take("bundle")
  }
  async report(): Promise<Answer | undefined> {
    return this.#take("report")
  }
  /** For a system that reads FHIR: a hospital's, a health centre's. */
  async interviews(): Promise<Answer | undefined> {
    const reply = await download(`/api/exchange/cases/${this.id}/interviews?language=${i18n.language}`)
    return reply.ok ? undefined : answer(reply)
  }
  async #take(what: "bundle" | "report"): Promise<Answer | undefined> {
    const copy = this.sealed ? "" : "&working_copy=true"
    const reply = await download(`/api/case-files/${this.id}/${what}?language=${i18n.language}${copy}`)
    return reply.ok ? undefined : answer(reply)
  }

  async add(words: string): Promise<Answer> {
    const done = await sendCommand({ kind: "archive.add_addendum", case: this.id, words })
    if (done.ok) await this.read()
    return done
  }
  async reopen(reason: string): Promise<Answer> {
    const done = await sendCommand({ kind: "archive.reopen", case: this.id, reason })
    if (done.ok) await this.read()
    return done
  }
  async openReserved(reason: string): Promise<Answer> {
    const done = await sendCommand({ kind: "identity.open_reserved", case: this.id, reason })
    if (done.ok) {
      await this.read()
      await this.prove()
    }
    return done
  }
}

function answer(reply: Reply<unknown>): Answer {
  return reply.ok
    ? { ok: true, handled: reply.value as HandledCommand }
    : { ok: false, problem: reply.problem }
}
