/**
 * One WebSocket for each window carries all its boards. This module is the whole
 * life of that socket, without a socket: the line, the timers and chance are handed in, so that a bad
 * night on the network is a test that takes a millisecond.
 *
 * A board that is open stays open: after a break the line dials again with growing pauses and asks to
 * go on from the last place it folded; the server answers with what was missed or a new snapshot.
 */

import {
  type BoardState,
  type Delta,
  EMPTY_BOARD,
  foldDelta,
  foldSnapshot,
  type LogCursor,
  type Snapshot,
} from "./fold.ts"
import type { LiveText, TypedLine } from "./live-text.ts"

export type Params = { readonly [name: string]: string }

/** A line to the server, as thin as a WebSocket can be made. */
export interface BoardSocket {
  send(text: string): void
  close(): void
}

export interface BoardSocketEvents {
  opened(): void
  said(text: string): void
  closed(): void
}

export interface BoardEnvironment {
  /** `token`: what a citizen's page shows instead of a session's cookie. */
  dial(events: BoardSocketEvents, token: string | null): BoardSocket
  /** Milliseconds of a clock that never jumps. */
  elapsed_ms(): number
  after(delay_ms: number, run: () => void): () => void
  /** A number from 0 to 1; spreads the reconnections of a whole room. */
  chance(): number
}

export type LinkState = "connecting" | "up" | "down"

export interface BoardView {
  readonly folded: BoardState
  /** Whether a snapshot has been folded since it was opened. */
  readonly ready: boolean
  /** The server's code when it will not show this board. */
  readonly refused: string | null
  /** What is being typed in the call that this board is about. */
  readonly live: LiveText
  /** Since when the page of the caller is away, for the desk of a call; null while it answers or has never been there. */
  readonly away: string | null
}

export interface BoardListener {
  board(key: string, view: BoardView): void
  link(state: LinkState): void
  /**
   * `database`: the server is there and its database is not; nothing new can become durable. `roads`: times and ways are
   * straight lines, for the server cannot ask the road.
   */
  beat(server_time: string, elapsed_ms: number, lost: { database: boolean; roads: boolean }): void
  /** Dialling failed several times: is there still a session? */
  doubt(): void
}

interface Open {
  readonly board: string
  readonly params: Params
  view: BoardView
}

/** The server beats every 5 s; three missed beats are a dead line, whatever the socket says. */
export const SILENCE_MS = 15_000
/** One missed beat, and the time that the next may be late: from then on nobody is told that the line is there. */
export const QUIET_MS = 8_000
const PAUSES_MS = [250, 500, 1_000, 2_000, 4_000, 8_000] as const
const DOUBT_AFTER = 2

export class BoardConnection {
  #open = new Map<string, Open>()
  /** What this window is typing, to be said again on a new line. */
  #typed = new Map<string, TypedLine>()
  #line: BoardSocket | null = null
  #up = false
  #failures = 0
  #stopped = true
  #token: string | null = null
  #lastWord_ms = 0
  #cancel: () => void = () => {}
  #world: BoardEnvironment
  #listener: BoardListener

  constructor(world: BoardEnvironment, listener: BoardListener) {
    this.#world = world
    this.#listener = listener
  }

  /** `token`: what a citizen's page shows instead of a session, on every line that it dials. */
  start(token: string | null = null): void {
    if (!this.#stopped) return
    this.#token = token
    this.#stopped = false
    this.#failures = 0
    this.#dial()
  }

  /** Ends the line and forgets every board: the session is over. */
  stop(): void {
    this.#stopped = true
    this.#open.clear()
    this.#typed.clear()
    this.#hangUp()
    this.#listener.link("down")
  }

  open(key: string, board: string, params: Params = {}): void {
    const view: BoardView = { folded: EMPTY_BOARD, ready: false, refused: null, live: {}, away: null }
    this.#open.set(key, { board, params, view })
    this.#ask(key)
  }

  close(key: string): void {
    this.#typed.delete(key)
    if (this.#open.delete(key) && this.#up) this.#line?.send(JSON.stringify({ close: key }))
  }

  /** What stands in a line of the call that a board is about; null when it is finished. Lost letters are mended by later ones. */
  type(key: string, typed: TypedLine | null): void {
    if (typed === null) this.#typed.delete(key)
    else {
      this.#typed.set(key, typed)
      this.#tell(key, typed)
    }
  }

  #tell(key: string, { line, text }: TypedLine): void {
    if (this.#up) this.#line?.send(JSON.stringify({ typing: { key, line, text } }))
  }

  /** Dials at once: the browser says the network is back, or a person does not want to wait. */
  retryNow(): void {
    if (this.#stopped || this.#up) return
    this.#hangUp()
    this.#dial()
  }

  /** The browser says that the network is gone: no silence has to be waited for. */
  networkGone(): void {
    if (!this.#stopped && this.#up) this.#lost()
  }

  #ask(key: string): void {
    const open = this.#open.get(key)
    if (open === undefined || !this.#up) return
    const from: LogCursor | null = open.view.ready ? open.view.folded.at : null
    this.#line?.send(JSON.stringify({ open: open.board, key, params: open.params, from }))
  }

  #dial(): void {
    this.#listener.link("connecting")
    let mine: BoardSocket | null = null
    // A line that was given up may still speak; only the present one is listened to.
    const present = () => mine === null || mine === this.#line
    mine = this.#world.dial(
      {
        opened: () => {
          if (present()) this.#opened()
        },
        said: (text) => {
          if (present()) this.#said(text)
        },
        closed: () => {
          if (present()) this.#lost()
        },
      },
      this.#token,
    )
    this.#line = mine
    this.#lastWord_ms = this.#world.elapsed_ms()
    this.#watch()
  }

  #opened(): void {
    this.#up = true
    this.#failures = 0
    this.#lastWord_ms = this.#world.elapsed_ms()
    this.#listener.link("up")
    for (const key of this.#open.keys()) this.#ask(key)
    for (const [key, typed] of this.#typed) this.#tell(key, typed)
  }

  #lost(): void {
    this.#hangUp()
    if (this.#stopped) return
    this.#silence()
    this.#failures += 1
    if (this.#failures >= DOUBT_AFTER) this.#listener.doubt()
    this.#listener.link("down")
    const pause_ms = PAUSES_MS[Math.min(this.#failures - 1, PAUSES_MS.length - 1)] as number
    this.#cancel = this.#world.after(pause_ms * (0.5 + this.#world.chance()), () => this.#dial())
  }

  /** Nobody is shown as typing or as away by a line that is cut. */
  #silence(): void {
    for (const [key, open] of this.#open) {
      if (Object.keys(open.view.live).length === 0 && open.view.away === null) continue
      open.view = { ...open.view, live: {}, away: null }
      this.#listener.board(key, open.view)
    }
  }

  #hangUp(): void {
    this.#cancel()
    this.#cancel = () => {}
    const line = this.#line
    this.#line = null
    this.#up = false
    line?.close()
  }

  #watch(): void {
    this.#cancel()
    const quiet_ms = this.#world.elapsed_ms() - this.#lastWord_ms
    this.#cancel = this.#world.after(Math.max(SILENCE_MS - quiet_ms, 1), () => {
      if (this.#world.elapsed_ms() - this.#lastWord_ms >= SILENCE_MS) this.#lost()
      else this.#watch()
    })
  }

  #said(text: string): void {
    this.#lastWord_ms = this.#world.elapsed_ms()
    const word = JSON.parse(text) as Partial<
      Snapshot &
        Delta & {
          beat: string
          database: string
          roads: string
          refused: string
          live: LiveText
          away: string | null
        }
    >
    if (typeof word.beat === "string") {
      const lost = { database: word.database === "lost", roads: word.roads === "lost" }
      this.#listener.beat(word.beat, this.#lastWord_ms, lost)
      // Only a caller's page shows a token: the desk is told when it does not answer.
      if (this.#token !== null) this.#line?.send(JSON.stringify({ here: true }))
      return
    }
    const open = this.#open.get(word.key ?? "")
    if (open === undefined) return // closed while the server was speaking
    if (typeof word.refused === "string") {
      // Refused later than opened: what was shown is not this person's any more.
      open.view = { ...open.view, folded: EMPTY_BOARD, ready: false, refused: word.refused }
    } else if (word.live !== undefined) open.view = { ...open.view, live: word.live }
    else if (word.away !== undefined) open.view = { ...open.view, away: word.away }
    else if (word.snapshot !== undefined) {
      open.view = { ...open.view, folded: foldSnapshot(word as Snapshot), ready: true, refused: null }
    } else open.view = { ...open.view, folded: foldDelta(open.view.folded, word as Delta) }
    this.#listener.board(word.key ?? "", open.view)
  }
}
