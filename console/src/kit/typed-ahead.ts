/**
 * Keys that were pressed before the thing they are about had come from the server (decision 0328). While a destination is
 * awaited they are held in order, and delivered one by one when it stands. A refusal takes none of them: text for a field
 * is put there, the rest is said to be unused.
 */

import type { Answer } from "../state/outbox.ts"

export interface HeldKey {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altGraph: boolean
  /** What the command of this key was about when it was pressed: a key is not about what came to the screen later. */
  readonly about?: unknown
}

/** Where the keys go that follow. */
export interface Destination {
  /** The region that gets them; null: they are about no region. */
  readonly region: number | null
  /** It is there, and has focus where it needs it. */
  readonly ready: () => boolean
  /** What brings it. Refused: the keys are not used. */
  readonly sent?: Promise<Answer | undefined> | undefined
}

/** What became of a delivered key: acted on, acting on nothing, or it opened a choice that nobody has seen yet. */
export type Delivery = "done" | "unused" | "choice"

export interface TypedAheadEnvironment {
  after(delay_ms: number, run: () => void): () => void
  deliver(key: HeldKey): Delivery
  /** Until what a key did is drawn. */
  settle(): Promise<void>
  changed(): void
}

/** Between two looks at what is awaited. (ours) */
const LOOK_MS = 15
/** How long the board may take after the answer that announces it. (ours) */
export const FOLLOW_MS = 2_000
/** How long keys wait for an answer before the hands are free again; what was sent goes on by itself. (ours) */
export const HOLD_MS = 20_000
/** More than anybody types ahead: a book lying on the keyboard. (ours) */
export const MAX_HELD = 200
/** From a refusal on, nobody has seen it yet: keys of these moments were pressed before. (ours) */
export const UNSEEN_MS = 700
/** How long it is said that keys were not used. (ours) */
export const SAID_MS = 15_000

/** Keys of fields that always stand: what is typed after them is kept in its field. */
const FIELD_KEYS = new Set(["F2", "F3"])

export class TypedAhead {
  readonly #world: TypedAheadEnvironment
  readonly #awaited = new Set<Destination>()
  #held: HeldKey[] = []
  #unused: HeldKey[] = []
  #delivering = false
  #looks = false
  #forget: () => void = () => {}

  constructor(world: TypedAheadEnvironment) {
    this.#world = world
  }

  /** Keys are held: something is awaited, or what was held is being delivered. */
  get waits(): boolean {
    return this.#awaited.size > 0 || this.#held.length > 0 || this.#delivering
  }
  get held(): readonly HeldKey[] {
    return this.#held
  }
  get unused(): readonly HeldKey[] {
    return this.#unused
  }
  awaits(region: number): boolean {
    return [...this.#awaited].some((each) => each.region === region)
  }

  /** From this press on, keys wait for this. */
  expect(destination: Destination): void {
    this.#awaited.add(destination)
    const late = this.#world.after(HOLD_MS, () => this.#refuse(destination))
    void (destination.sent ?? new Promise<never>(() => {})).then((answer) => {
      if (answer !== undefined && !answer.ok) this.#refuse(destination)
      else if (answer === undefined) this.#arrived(destination)
      else this.#world.after(FOLLOW_MS, () => this.#refuse(destination))
      late()
    })
    this.#look()
  }

  /** It has come to another end: nothing was found, or a person must choose first. */
  refuse(destination: Destination): void {
    this.#refuse(destination)
  }

  /** Whether the key is held. `stands`: it is about something that is there already. */
  take(key: HeldKey, stands: boolean): boolean {
    if (!this.waits || (this.#held.length === 0 && stands)) return false
    if (key.code === "Escape") {
      this.giveUp()
      return true
    }
    if (this.#held.length < MAX_HELD) this.#held.push(key)
    else this.#say([key])
    this.#world.changed()
    return true
  }

  /** The person goes elsewhere, by Esc or by hand: nothing is awaited any more. */
  giveUp(): void {
    this.#awaited.clear()
    const left = this.#held.splice(0)
    if (left.length > 0) this.#say(left)
    this.#world.changed()
  }

  #arrived(destination: Destination): void {
    if (this.#awaited.delete(destination)) void this.#deliver()
  }
  #refuse(destination: Destination): void {
    if (!this.#awaited.delete(destination)) return
    if (this.#held.length > 0) this.#waitUnseen()
    else void this.#deliver()
  }
  /** Somebody is typing who cannot have seen it: these keys are not about it either. */
  #waitUnseen(): void {
    const unseen: Destination = { region: null, ready: () => false }
    this.#awaited.add(unseen)
    this.#world.after(UNSEEN_MS, () => {
      if (!this.#awaited.delete(unseen)) return
      this.#dropAllButText()
      void this.#deliver()
    })
  }
  #dropAllButText(): void {
    const { kept, unused } = fieldText(this.#held)
    this.#held = [...kept]
    if (unused.length > 0) this.#say(unused)
    this.#world.changed()
  }

  #look(): void {
    if (this.#looks || this.#awaited.size === 0) return
    this.#looks = true
    this.#world.after(LOOK_MS, () => {
      this.#looks = false
      for (const each of [...this.#awaited]) if (each.ready()) this.#arrived(each)
      this.#look()
    })
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return
    this.#delivering = true
    while (this.#awaited.size === 0) {
      const key = this.#held.shift()
      if (key === undefined) break
      const became = this.#world.deliver(key)
      if (became === "unused") this.#say([key])
      this.#world.changed()
      await this.#world.settle()
      if (became === "choice") this.#waitUnseen()
    }
    this.#delivering = false
    this.#world.changed()
    this.#look()
  }

  #say(keys: readonly HeldKey[]): void {
    this.#unused = [...this.#unused, ...keys].slice(-MAX_HELD)
    this.#forget()
    this.#forget = this.#world.after(SAID_MS, () => {
      this.#unused = []
      this.#world.changed()
    })
  }
}

const isPlain = (key: HeldKey) => !key.altKey && !key.ctrlKey && !key.metaKey
/** What is written without a key of its own: an accent, a suggestion of the system. */
export const WRITTEN = "Text"
/** Writes or takes back a character. */
export function isText(key: HeldKey): boolean {
  return (
    key.altGraph ||
    (isPlain(key) && ([...key.key].length === 1 || key.code === "Backspace" || key.code === WRITTEN))
  )
}

/** Of the keys after a refusal: a field's key and the text that follows it are kept, what acts is not. */
export function fieldText(held: readonly HeldKey[]): {
  readonly kept: readonly HeldKey[]
  readonly unused: readonly HeldKey[]
} {
  const kept: HeldKey[] = []
  const unused: HeldKey[] = []
  let inField = false
  for (const key of held) {
    inField = (isPlain(key) && FIELD_KEYS.has(key.code)) || (inField && isText(key))
    ;(inField ? kept : unused).push(key)
  }
  return { kept, unused }
}
