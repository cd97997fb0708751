/**
 * Commands on their way to the server. Nothing is shown as done before the server says it is durable;
 * until then a command keeps its id and is sent again and again, because a lost answer is a command in
 * doubt, and a repeat of the same id gets the first answer (architecture.md 4).
 *
 * What waits is kept where a reload finds it. Commands of one lane go in order (a crew's statuses, the
 * answers of one interview); lanes never wait for one another, so that one slow link stalls nothing else.
 */

/** Anything with a kind; the generated protocol says what else each kind carries. */
export interface Command {
  readonly kind: string
}

export interface Handled {
  readonly command: string
  readonly versions: { readonly [stream: string]: number }
  readonly facts: { readonly [name: string]: string }
}

/** A refusal as the server words it (RFC 9457): a stable code and the facts of this one. */
export interface Problem {
  readonly code: string
  readonly status: number
  readonly facts: { readonly [name: string]: unknown }
}

export type Answer =
  | { readonly ok: true; readonly handled: Handled }
  | { readonly ok: false; readonly problem: Problem }

/** What an attempt brought: an answer, or nothing that can be relied on. */
export type Attempt = Answer | { readonly doubt: "network" | "signed_out" }

export interface Waiting {
  readonly id: string
  /** Who gave the command. Only the same person's session may repeat it. */
  readonly person: string
  readonly lane: string
  readonly command: Command
}

/** `sending` is not yet worth a word; after 300 ms it is `slow`, after 2 s `unconfirmed`. */
export type Progress = "sending" | "slow" | "unconfirmed"

export interface Sending extends Waiting {
  readonly progress: Progress
  readonly attempts: number
}

export interface World {
  newId(): string
  post(waiting: Waiting): Promise<Attempt>
  after(delay_ms: number, run: () => void): () => void
  load(): readonly Waiting[]
  save(waiting: readonly Waiting[]): void
}

export interface Listener {
  changed(sending: readonly Sending[]): void
  /** A command found after a reload was answered: nobody holds its promise any more. */
  late(waiting: Waiting, answer: Answer): void
  signedOut(): void
}

export const SLOW_MS = 300
export const UNCONFIRMED_MS = 2_000
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const

interface Entry {
  waiting: Waiting
  progress: Progress
  attempts: number
  flying: boolean
  cancels: (() => void)[]
  settle: ((answer: Answer) => void) | null
}

export class Outbox {
  #entries: Entry[] = []
  #person: string | null = null
  #world: World
  #listener: Listener

  constructor(world: World, listener: Listener) {
    this.#world = world
    this.#listener = listener
  }

  /** Someone signed in: what this person left unanswered goes on its way again. */
  begin(person: string): void {
    this.#person = person
    const known = new Set(this.#entries.map((entry) => entry.waiting.id))
    for (const waiting of this.#world.load()) {
      if (!known.has(waiting.id)) {
        this.#entries.push({
          waiting,
          progress: "unconfirmed",
          attempts: 0,
          flying: false,
          cancels: [],
          settle: null,
        })
      }
    }
    this.#pump()
    this.#tell()
  }

  /** Signed out: what waits is kept for the same person, and nothing is sent in another's name. */
  end(): void {
    this.#person = null
    for (const entry of this.#entries) for (const cancel of entry.cancels.splice(0)) cancel()
  }

  /** Resolves with the server's answer, however long that takes; it never rejects. */
  send(command: Command, options: { lane?: string; id?: string } = {}): Promise<Answer> {
    if (this.#person === null) throw new Error("a command without a session")
    const id = options.id ?? this.#world.newId()
    const waiting: Waiting = {
      id,
      person: this.#person,
      lane: options.lane ?? id,
      command,
    }
    return new Promise((settle) => {
      const entry: Entry = { waiting, progress: "sending", attempts: 0, flying: false, cancels: [], settle }
      this.#entries.push(entry)
      this.#world.save(this.#entries.map((kept) => kept.waiting))
      this.#world.after(SLOW_MS, () => this.#grow(entry, "slow"))
      this.#world.after(UNCONFIRMED_MS, () => this.#grow(entry, "unconfirmed"))
      this.#pump()
      this.#tell()
    })
  }

  /** Sends at once what is waiting for its next attempt: the link is back. */
  retryNow(): void {
    for (const entry of this.#entries) for (const cancel of entry.cancels.splice(0)) cancel()
    this.#pump()
  }

  get sending(): readonly Sending[] {
    return this.#entries.map((entry) => ({
      ...entry.waiting,
      progress: entry.progress,
      attempts: entry.attempts,
    }))
  }

  #grow(entry: Entry, progress: Progress): void {
    if (!this.#entries.includes(entry)) return
    entry.progress = progress
    this.#tell()
  }

  /** Starts the first of each lane that is not already on its way or resting between attempts. */
  #pump(): void {
    const busy = new Set<string>()
    for (const entry of this.#entries) {
      if (entry.waiting.person !== this.#person || busy.has(entry.waiting.lane)) continue
      busy.add(entry.waiting.lane)
      if (!entry.flying && entry.cancels.length === 0) void this.#attempt(entry)
    }
  }

  async #attempt(entry: Entry): Promise<void> {
    entry.flying = true
    entry.attempts += 1
    const attempt = await this.#world.post(entry.waiting)
    entry.flying = false
    if ("ok" in attempt) {
      this.#settle(entry, attempt)
      return
    }
    if (attempt.doubt === "signed_out") this.#listener.signedOut()
    const pause_ms = PAUSES_MS[Math.min(entry.attempts - 1, PAUSES_MS.length - 1)] as number
    entry.cancels.push(
      this.#world.after(pause_ms, () => {
        entry.cancels = []
        this.#pump()
      }),
    )
    this.#tell()
  }

  #settle(entry: Entry, answer: Answer): void {
    this.#entries = this.#entries.filter((other) => other !== entry)
    this.#world.save(this.#entries.map((kept) => kept.waiting))
    if (entry.settle === null) this.#listener.late(entry.waiting, answer)
    else entry.settle(answer)
    this.#pump()
    this.#tell()
  }

  #tell(): void {
    this.#listener.changed(this.sending)
  }
}
