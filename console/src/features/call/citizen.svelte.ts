/**
 * A citizen's call as their page holds it. It rings at the first tap and asks nothing before; what is
 * written from that moment on is kept, also while the centre has not been reached yet, and goes by itself.
 * The tab remembers: a reload finds the same call (sessionStorage, so that the next person of the phone does not).
 */

import { untrack } from "svelte"
import type {
  AnyCommand,
  CallState,
  HelpRow,
  MyCallRow,
  Position,
  StoryRow,
} from "../../protocol/generated.ts"
import { api, identityHeaders, isDoubt, useBearer } from "../../state/api.ts"
import { commandOutbox, newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { LiveTextSender, textBeingTyped } from "../../state/live-text.ts"
import type { Answer } from "../../state/outbox.ts"
import { serverLink, useBoardOf } from "../../state/server-link.svelte.ts"
import { PhoneLine } from "../../voice/phone-line.svelte.ts"
import { conversationLines, type HelpState, helpOf, type PendingLine } from "./conversation.ts"
import { EasyReading } from "./easy-reading.svelte.ts"
import { Guidance } from "./guidance.svelte.ts"
import { Locator } from "./locator.svelte.ts"
import { pageLanguage } from "./page-language.svelte.ts"
import { readToken } from "./token.ts"

const STORED = "auxilio.caller"
const DRAFT = "auxilio.caller.draft"
/** The token of this tab's call before: who rings again is known to be the same (decision 0245). */
const EARLIER = "auxilio.caller.earlier"
const PAUSES_MS = [500, 1_000, 2_000, 4_000] as const
const PHOTO_TIMEOUT_MS = 120_000
/** What the server takes (`auxilio.calls.api`); a photo beyond it is told here, before it is sent in vain. */
export const PHOTO_BYTES_MAX = 12 * 1024 * 1024

export type CallPhase = "choosing" | "calling" | "in" | "over"

export interface PendingPhoto {
  readonly id: string
  readonly name: string
  readonly state: "sending" | "sent" | "failed" | "too_large"
}

/** What a tab keeps of its call. */
interface StoredCall {
  readonly call: string
  /** The command of the ring: its repeat is the same ring. */
  readonly ring: string
  readonly token: string | null
  readonly cannotSpeak: boolean
  readonly voice: boolean
  readonly language: string
  readonly sharing: boolean
  /** Lines written before the centre was reached. */
  readonly early: readonly { readonly id: string; readonly words: string }[]
}

export class Citizen {
  #kept = $state.raw<StoredCall | null>(null)
  #mine = $state.raw<readonly PendingLine[]>([])
  photos = $state.raw<readonly PendingPhoto[]>([])
  /** The link that opened the page is cut or its time is over. */
  linkDead = $state(false)
  /** The centre has refused to make a call, and why. */
  refused = $state<string | null>(null)
  /** Attempts to reach the centre that failed so far. */
  failures = $state(0)
  positionSent_ms = $state<number | null>(null)
  #left = $state(false)
  /** Rang just now and not on any board yet: to be absent is not to be over. */
  #fresh = $state(false)
  #again: () => void = () => {}
  #files = new Map<string, File>()
  readonly locator: Locator
  readonly line = new PhoneLine()
  /** What stands in the field, under the id that it was shown to the desk with: a reload goes on with the same line. */
  readonly #draft = storedDraft()
  words = $state(this.#draft.words)
  readonly #typist = new LiveTextSender(
    {
      newId,
      after(delay_ms, run) {
        const timer = setTimeout(run, delay_ms)
        return () => clearTimeout(timer)
      },
      show: (typed) => this.board.board?.type(typed),
    },
    this.#draft.line,
  )

  readonly board = useBoardOf("call", () => (this.#kept?.token ? { call: this.#kept.call } : null))
  readonly row = $derived(
    this.board.board?.rows<MyCallRow & { v: number }>("calls").find(({ id }) => id === this.#kept?.call),
  )
  readonly state = $derived<CallState | undefined>(this.row?.state)
  readonly help = $derived<HelpState>(helpOf(this.board.board?.rows<HelpRow>("help") ?? []))
  /** What was sent of interview and card. */
  readonly guidance: Guidance
  /** Whether its steps are in easy language. */
  readonly easy: EasyReading
  readonly phase = $derived.by<CallPhase>(() => {
    if (this.#kept === null) return "choosing"
    if (this.#left) return "over"
    if (this.#kept.token === null) return "calling"
    // A call that is over leaves its board.
    return this.board.board?.ready && this.row === undefined && !this.#fresh ? "over" : "in"
  })
  readonly cannotSpeak = $derived(this.#kept?.cannotSpeak ?? false)
  /**
   * A sound or a window could betray them: they cannot speak, must not be rung, or their incident is reserved. Known once is known
   * for this tab: a line that is cut makes no page loud.
   */
  #hushed = $state(false)
  readonly quiet = $derived(
    this.cannotSpeak ||
      this.#hushed ||
      this.row?.quiet === true ||
      (this.board.board?.rows<HelpRow>("help") ?? []).some((row) => row.quiet),
  )
  readonly voice = $derived(this.#kept?.voice ?? false)
  readonly up = $derived(serverLink.state === "up" && !serverLink.quiet && !serverLink.databaseLost)
  readonly #story = $derived(this.board.board?.rows<StoryRow>("story") ?? [])
  /** What the desk is typing just now. */
  readonly typing = $derived(textBeingTyped("desk", this.board.board?.live ?? {}, this.#story))
  readonly lines = $derived(
    conversationLines(this.#story, this.#coming(), {
      version: this.phase === "over" ? Number.POSITIVE_INFINITY : (this.row?.v ?? 0),
      up: this.up,
      typing: [this.#typist.line, this.board.board?.live.desk?.line ?? ""],
    }),
  )

  constructor() {
    const citizen = this
    this.guidance = new Guidance({
      get call() {
        return citizen.#kept?.token ? citizen.#kept.call : null
      },
      get story() {
        return citizen.#story
      },
      get up() {
        return citizen.up
      },
      get over() {
        return citizen.phase === "over" || citizen.refused !== null
      },
    })
    this.easy = new EasyReading({
      get call() {
        return citizen.#kept?.token ? citizen.#kept.call : null
      },
      get voice() {
        return citizen.voice
      },
      get told() {
        return citizen.row && (citizen.row.easy ?? null)
      },
      get version() {
        return citizen.row?.v ?? 0
      },
    })
    this.locator = new Locator((position) => void this.#locate(position))
    $effect(() => {
      if (this.row !== undefined) this.#fresh = false
    })
    $effect(() => {
      if (this.phase === "over") this.line.close()
    })
    $effect(() => {
      if (this.quiet) this.#hushed = true
    })
    $effect(() => {
      const language = pageLanguage.chosen
      if (this.board.board?.ready) untrack(() => this.#tellLanguage(language))
    })
    $effect(() => {
      // Also what stood there before the page was opened anew: the desk sees it again.
      if (this.board.board?.ready) this.#typist.typed(this.words)
    })
  }

  /** Takes up what the tab or the link says; call once. */
  begin(linkToken: string | null): void {
    commandOutbox.onSignedOut = () => {
      this.refused = "not_signed_in"
    }
    if (linkToken !== null) {
      const token = readToken(linkToken)
      if (token === null || token.expires_ms <= Date.now()) {
        this.linkDead = true
        return
      }
      this.#keep({
        call: token.call,
        ring: newId(),
        token: token.text,
        cannotSpeak: false,
        voice: false,
        language: pageLanguage.chosen,
        sharing: false,
        early: [],
      })
    } else this.#kept = stored()
    this.#mine = (this.#kept?.early ?? []).map((line) => ({ ...line, version: null, refused: false }))
    if (this.#kept?.token) {
      this.#enter(this.#kept.token)
      void this.#checkToken(this.#kept.call)
    } else if (this.#kept) void this.#ring()
    if (this.#kept?.sharing) this.locator.start()
  }

  /** The first tap. A call rings; everything else can come later or never. */
  call(
    how: { readonly cannotSpeak?: boolean; readonly share?: boolean; readonly voice?: boolean } = {},
  ): void {
    if (this.#kept !== null) return
    this.#keep({
      call: newId(),
      ring: newId(),
      token: null,
      cannotSpeak: how.cannotSpeak ?? false,
      voice: how.voice ?? false,
      language: pageLanguage.chosen,
      sharing: false,
      early: [],
    })
    void this.#ring()
    if (how.share) this.share()
  }

  /** The desk asks in the language of this page: whoever changes it is asked in the new one. */
  #tellLanguage(language: string): void {
    const kept = this.#kept
    if (kept === null || kept.language === language || this.phase === "over") return
    this.#keep({ ...kept, language })
    void order({ kind: "calls.choose_language", call: kept.call, language }, "caller")
  }
  /** What stands in the field is seen by the desk as it is typed, and kept on this phone. */
  typed(words: string): void {
    this.words = words
    sessionStorage.setItem(DRAFT, JSON.stringify({ line: this.#typist.line, words }))
  }
  /** The line in the field is finished. */
  sayTyped(): void {
    const words = this.words.trim()
    if (words === "") return
    this.#typist.typed(this.words)
    this.words = ""
    sessionStorage.removeItem(DRAFT)
    this.say(words, this.#typist.finish())
  }
  say(words: string, id: string = newId()): void {
    const kept = this.#kept
    if (kept === null || words.trim() === "") return
    const line = { id, words: words.trim() }
    this.#mine = [...this.#mine, { ...line, version: null, refused: false }]
    if (kept.token === null) this.#keep({ ...kept, early: [...kept.early, line] })
    else void this.#say(line)
  }

  tapOnly(only: boolean): void {
    if (this.#kept) this.#keep({ ...this.#kept, cannotSpeak: only })
  }

  share(): void {
    if (this.#kept) this.#keep({ ...this.#kept, sharing: true })
    this.locator.start()
  }
  keepPosition(): void {
    this.locator.stop()
    if (this.#kept) this.#keep({ ...this.#kept, sharing: false })
  }

  async leave(): Promise<void> {
    const kept = this.#kept
    if (kept === null) return
    this.locator.stop()
    this.line.close()
    if (kept.token !== null) await order({ kind: "calls.leave", call: kept.call }, "caller")
    this.#left = true
  }

  /** From the end back to the first choice: another call. */
  startAgain(): void {
    this.stop()
    if (this.#kept?.token) sessionStorage.setItem(EARLIER, this.#kept.token)
    sessionStorage.removeItem(STORED)
    this.#typist.leave()
    // What was written and not sent goes on in the next call, as a line of its own.
    this.typed(this.words)
    this.#kept = null
    this.#mine = []
    this.photos = []
    this.#left = false
    this.linkDead = false
    this.refused = null
    this.failures = 0
    this.positionSent_ms = null
  }

  stop(): void {
    this.#again()
    this.line.close()
    this.locator.stop()
    serverLink.stop()
    commandOutbox.end()
    useBearer(null)
  }

  retryNow(): void {
    this.#again()
    serverLink.retryNow()
    commandOutbox.retryNow()
  }

  async photo(file: File): Promise<void> {
    const id = newId()
    this.#files.set(id, file)
    if (file.size > PHOTO_BYTES_MAX) {
      this.photos = [...this.photos, { id, name: file.name, state: "too_large" }]
      return
    }
    this.photos = [...this.photos, { id, name: file.name, state: "sending" }]
    await this.#upload(id)
  }
  /** The same photo with the same id: what had arrived is not there twice. */
  async photoAgain(id: string): Promise<void> {
    this.#photo(id, "sending")
    await this.#upload(id)
  }

  // --- inside

  #keep(kept: StoredCall): void {
    this.#kept = kept
    sessionStorage.setItem(STORED, JSON.stringify(kept))
  }

  async #ring(): Promise<void> {
    for (let attempt = 0; this.#kept !== null && this.#kept.token === null; attempt += 1) {
      const { ring: id, call, cannotSpeak: cannot_speak, voice, language } = this.#kept
      const earlier = sessionStorage.getItem(EARLIER)
      const rings = { id, call, channel: voice ? "voice" : "chat", cannot_speak, language }
      const body = earlier === null ? rings : { ...rings, earlier }
      const reply = await api<{ token: string }>("POST", "/api/caller", { body })
      if (this.#kept?.call !== call) return
      if (reply.ok) {
        this.#fresh = true
        this.#keep({ ...this.#kept, token: reply.value.token })
        this.#enter(reply.value.token)
        return
      }
      if (!isDoubt(reply.problem)) {
        this.refused = reply.problem.code
        sessionStorage.removeItem(STORED)
        return
      }
      this.failures += 1
      await this.#pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 0)
    }
  }

  /**
   * Whether the centre knows this token at all. A socket that is refused looks like a lost network, and nobody may wait for help
   * behind a link that reaches nobody: until the call is seen, the centre is asked.
   */
  async #checkToken(call: string): Promise<void> {
    for (let attempt = 0; this.refused === null; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(2_000 * 2 ** attempt, 30_000)))
      if (this.#kept?.call !== call || this.board.board?.ready) return
      const reply = await api("GET", "/api/caller")
      if (reply.ok) return
      if (reply.problem.status === 401) this.refused = "not_signed_in"
      if (!isDoubt(reply.problem)) return
    }
  }

  #pause(pause_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause_ms)
      this.#again = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #enter(token: string): void {
    const kept = this.#kept
    if (kept === null) return
    useBearer(token)
    // A person who was signed in in this window is not the citizen: their line ends here.
    serverLink.stop()
    serverLink.start(token)
    commandOutbox.begin(`caller:${kept.call}`)
    for (const line of kept.early) {
      if (!this.#mine.some(({ id }) => id === line.id)) {
        this.#mine = [...this.#mine, { ...line, version: null, refused: false }]
      }
      void this.#say(line)
    }
    this.#keep({ ...kept, token, early: [] })
    if (kept.voice) this.line.open()
  }

  async #say(line: { readonly id: string; readonly words: string }): Promise<void> {
    const call = this.#kept?.call ?? ""
    const answer = await order({ kind: "calls.say", call, words: line.words }, "caller", line.id)
    const version = answer.ok ? (answer.handled.versions[`call:${call}`] ?? 0) : null
    this.#mine = this.#mine.map((each) =>
      each.id === line.id ? { ...each, version, refused: !answer.ok } : each,
    )
  }

  /** What is on its way: of this page, and of the one before the reload. */
  #coming(): readonly PendingLine[] {
    const known = new Set(this.#mine.map(({ id }) => id))
    const before = commandOutbox.list.flatMap(({ id, command }): PendingLine[] =>
      command.kind === "calls.say" && !known.has(id) && "words" in command
        ? [{ id, words: String(command.words), version: null, refused: false }]
        : [],
    )
    return [...before, ...this.#mine]
  }

  async #locate(position: Position): Promise<void> {
    // A call that is still ringing through the air has no place for it yet; the next fix will find one.
    const kept = await this.#whenCalled()
    if (kept === null) return
    const answer = await order({ kind: "calls.report_position", call: kept.call, position }, "position")
    if (answer.ok) this.positionSent_ms = Date.now()
  }

  async #whenCalled(): Promise<StoredCall | null> {
    while (this.#kept !== null && this.#kept.token === null) {
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    return this.#kept
  }

  #photo(id: string, state: PendingPhoto["state"]): void {
    this.photos = this.photos.map((each) => (each.id === id ? { ...each, state } : each))
  }

  async #upload(id: string): Promise<void> {
    const file = this.#files.get(id)
    if (file === undefined || (await this.#whenCalled()) === null) return
    try {
      const response = await fetch(
        `/api/caller/attachments?name=${encodeURIComponent(file.name.slice(0, 200))}`,
        {
          method: "POST",
          headers: {
            ...identityHeaders(),
            "x-auxilio-command": id,
            "content-type": file.type || "application/octet-stream",
          },
          body: file,
          signal: AbortSignal.timeout(PHOTO_TIMEOUT_MS),
        },
      )
      this.#photo(id, response.ok ? "sent" : "failed")
    } catch {
      // Whether it arrived is in doubt; a repeat carries the same id.
      this.#photo(id, "failed")
    }
  }
}

function order(command: AnyCommand, lane: string, id: string = newId()): Promise<Answer> {
  return sendCommand(command, { lane, id })
}

function stored(): StoredCall | null {
  const text = sessionStorage.getItem(STORED)
  return text === null ? null : (JSON.parse(text) as StoredCall)
}

function storedDraft(): { readonly line: string; readonly words: string } {
  const text = sessionStorage.getItem(DRAFT)
  return text === null ? { line: newId(), words: "" } : JSON.parse(text)
}
