/**
 * Commands on their way to the server. Nothing is shown as done before the server says it is durable;
 * until then a command keeps its id and is sent again and again, because a lost answer is a command in
 * doubt, and a repeat of the same id gets the first answer.
 *
 * What waits is kept where a reload finds it. Commands of one lane go in order (a crew's statuses, the
 * answers of one interview); lanes never wait for one another, so that one slow link stalls nothing else.
 */

/** Anything with a kind; the generated protocol says what else each kind carries. */
export interface OutboxCommand {
  readonly kind: string
}

export interface HandledCommand {
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
  | { readonly ok: true; readonly handled: HandledCommand }
  | { readonly ok: false; readonly problem: Problem }

/** Of commands that were sent for one key: the first refusal, else the last answer. Undefined: nothing was sent. */
export function allOf(sent: readonly (Promise<Answer> | undefined)[]): Promise<Answer> | undefined {
  const under_way = sent.filter((each) => each !== undefined)
  if (under_way.length === 0) return undefined
  return Promise.all(under_way).then(
    (answers) => answers.find((each) => !each.ok) ?? (answers.at(-1) as Answer),
  )
}

/** What an attempt brought: an answer, or nothing that can be relied on. */
export type DeliveryDoubt = "network" | "signed_out" | "disk_full"
export type SendAttempt = Answer | { readonly doubt: DeliveryDoubt }

export interface QueuedCommand {
  readonly id: string
  /** Who gave the command. Only the same person's session may repeat it. */
  readonly person: string
  readonly lane: string
  readonly command: OutboxCommand
}

/** `sending` is not yet worth a word; after 300 ms it is `slow`, after 2 s `unconfirmed`. */
export type Progress = "sending" | "slow" | "unconfirmed"

export interface CommandInFlight extends QueuedCommand {
  readonly progress: Progress
  /** Kept, and not yet on its way: it can still be withdrawn. */
  readonly held: boolean
  readonly attempts: number
  /** Why the last attempt brought no answer. */
  readonly doubt: DeliveryDoubt | null
  /** It is on the disk: a reload finds it. */
  readonly kept: boolean
}

/** What waits, where a reload finds it; every window of a browser has the same one. */
export interface OutboxStore {
  /** In the order in which they were given. */
  all(): Promise<readonly QueuedCommand[]>
  /** Resolves when it is durable; false where it could not be kept. */
  put(waiting: QueuedCommand): Promise<boolean>
  drop(id: string): Promise<void>
  /** Nobody is signed in: forget what nothing needs any more. */
  tidy(): Promise<void>
}

export interface OutboxEnvironment {
  newId(): string
  post(waiting: QueuedCommand): Promise<SendAttempt>
  after(delay_ms: number, run: () => void): () => void
  readonly store: OutboxStore
}

export interface OutboxListener {
  changed(sending: readonly CommandInFlight[]): void
  /** A command found after a reload was answered: nobody holds its promise any more. */
  late(waiting: QueuedCommand, answer: Answer): void
  signedOut(): void
}

export const SLOW_MS = 300
export const UNCONFIRMED_MS = 2_000
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const

/** Our own code: the person took it back before it was sent. */
export const WITHDRAWN: Problem = { code: "withdrawn", status: 0, facts: {} }

interface Entry {
  waiting: QueuedCommand
  progress: Progress
  attempts: number
  doubt: DeliveryDoubt | null
  kept: boolean
  flying: boolean
  cancels: (() => void)[]
  /** Ends the time in which it can be taken back; null when it may go. */
  held: (() => void) | null
  settle: ((answer: Answer) => void) | null
}

function entryOf(waiting: QueuedCommand, progress: Progress, kept: boolean): Entry {
  return {
    waiting,
    progress,
    attempts: 0,
    doubt: null,
    kept,
    flying: false,
    cancels: [],
    held: null,
    settle: null,
  }
}

export class Outbox {
  #entries: Entry[] = []
  #person: string | null = null
  /** What is kept is being read; another object each time. */
  #reading: symbol | null = null
  #world: OutboxEnvironment
  #listener: OutboxListener
  /** Who waits until nothing is left; true when they were told. */
  #empty: (() => boolean)[] = []

  constructor(world: OutboxEnvironment, listener: OutboxListener) {
    this.#world = world
    this.#listener = listener
  }

  /**
   * Someone signed in: what this person left unanswered goes on its way again. Until it is read from the disk nothing is
   * sent: a press of now would overtake one of before.
   */
  async begin(person: string): Promise<void> {
    this.#person = person
    const begun = Symbol()
    this.#reading = begun
    const stored = await this.#world.store.all()
    if (this.#reading !== begun) return // another began meanwhile, or this one ended
    this.#reading = null
    const known = new Set(this.#entries.map((entry) => entry.waiting.id))
    const before = stored.filter(({ id }) => !known.has(id))
    this.#entries = [...before.map((waiting) => entryOf(waiting, "unconfirmed", true)), ...this.#entries]
    this.#pump()
    this.#tell()
  }

  /** Signed out: what waits is kept for the same person, and nothing is sent in another's name. */
  end(): void {
    this.#person = null
    this.#reading = null
    for (const entry of this.#entries) for (const cancel of entry.cancels.splice(0)) cancel()
  }

  /**
   * Resolves with the server's answer, however long that takes; it never rejects. `hold_ms`: kept at once, and
   * sent after that time, in which it can be withdrawn; a reload ends the wait and sends it.
   */
  send(
    command: OutboxCommand,
    options: { lane?: string; id?: string; hold_ms?: number } = {},
  ): Promise<Answer> {
    if (this.#person === null) throw new Error("a command without a session")
    const id = options.id ?? this.#world.newId()
    const waiting: QueuedCommand = {
      id,
      person: this.#person,
      lane: options.lane ?? id,
      command,
    }
    return new Promise((settle) => {
      const entry: Entry = { ...entryOf(waiting, "sending", false), settle }
      this.#entries.push(entry)
      void this.#keep(entry)
      if (options.hold_ms) entry.held = this.#world.after(options.hold_ms, () => this.release(id))
      else this.#go(entry)
      this.#tell()
    })
  }

  async #keep(entry: Entry): Promise<void> {
    try {
      entry.kept = await this.#world.store.put(entry.waiting)
    } catch {
      entry.kept = false // a full disk: it is sent all the same, and nobody is told that it is kept
    }
    this.#tell()
  }

  /** Ends the wait of a held command: it goes now. */
  release(id: string): void {
    const entry = this.#entries.find((each) => each.waiting.id === id)
    if (!entry?.held) return
    entry.held()
    entry.held = null
    this.#go(entry)
    this.#tell()
  }

  /** Takes back a held command; false when it is on its way, and only the server can tell what became of it. */
  withdraw(id: string): boolean {
    const entry = this.#entries.find((each) => each.waiting.id === id)
    if (!entry?.held) return false
    entry.held()
    this.#settle(entry, { ok: false, problem: WITHDRAWN })
    return true
  }

  #go(entry: Entry): void {
    this.#world.after(SLOW_MS, () => this.#grow(entry, "slow"))
    this.#world.after(UNCONFIRMED_MS, () => this.#grow(entry, "unconfirmed"))
    this.#pump()
  }

  /** Sends what is held, and resolves when nothing of this person waits any more, or after this time. */
  async flush(within_ms: number): Promise<void> {
    for (const entry of this.#entries) if (entry.held !== null) this.release(entry.waiting.id)
    const mine = () => this.#entries.some((entry) => entry.waiting.person === this.#person)
    if (!mine()) return
    await new Promise<void>((resolve) => {
      const stop = this.#world.after(within_ms, resolve)
      this.#empty.push(() => {
        if (mine()) return false
        stop()
        resolve()
        return true
      })
    })
  }

  /** Sends at once what is waiting for its next attempt: the link is back. */
  retryNow(): void {
    for (const entry of this.#entries) for (const cancel of entry.cancels.splice(0)) cancel()
    this.#pump()
  }

  get sending(): readonly CommandInFlight[] {
    return this.#entries.map((entry) => ({
      ...entry.waiting,
      progress: entry.progress,
      held: entry.held !== null,
      attempts: entry.attempts,
      doubt: entry.doubt,
      kept: entry.kept,
    }))
  }

  #grow(entry: Entry, progress: Progress): void {
    if (!this.#entries.includes(entry)) return
    entry.progress = progress
    this.#tell()
  }

  /** Starts the first of each lane that is not already on its way or resting between attempts. */
  #pump(): void {
    if (this.#reading !== null) return
    const busy = new Set<string>()
    for (const entry of this.#entries) {
      if (entry.waiting.person !== this.#person || busy.has(entry.waiting.lane)) continue
      busy.add(entry.waiting.lane)
      if (!entry.flying && entry.held === null && entry.cancels.length === 0) void this.#attempt(entry)
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
    entry.doubt = attempt.doubt
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
    // Not dropped, it is sent again after a reload, and a repeat of its id gets the first answer.
    void this.#world.store.drop(entry.waiting.id).catch(() => undefined)
    if (entry.settle === null) this.#listener.late(entry.waiting, answer)
    else entry.settle(answer)
    this.#empty = this.#empty.filter((told) => !told())
    this.#pump()
    this.#tell()
  }

  #tell(): void {
    this.#listener.changed(this.sending)
  }
}
