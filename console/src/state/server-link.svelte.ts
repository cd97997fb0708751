/** The one WebSocket of this window to the server, and the boards that come over it, for components. */

import { onDestroy } from "svelte"
import {
  BoardConnection,
  type BoardSocketEvents,
  type BoardView,
  type LinkState,
  type Params,
  QUIET_MS,
} from "./boards.ts"
import { type BoardRow, type BoardState, EMPTY_BOARD } from "./fold.ts"
import type { LiveText, TypedLine } from "./live-text.ts"
import { now } from "./now.svelte.ts"

const NOTHING: BoardView = { folded: EMPTY_BOARD, ready: false, refused: null, live: {}, away: null }

/** A board as a component reads it: what is folded, whether it has come, why it will not. */
export class Board {
  #view = $state.raw<BoardView>(NOTHING)
  /** Shows the other end of the call what stands in our line; null when it is finished. */
  readonly type: (typed: TypedLine | null) => void

  constructor(type: (typed: TypedLine | null) => void) {
    this.type = type
  }

  show(view: BoardView): void {
    this.#view = view
  }
  get ready(): boolean {
    return this.#view.ready
  }
  get refused(): string | null {
    return this.#view.refused
  }
  /** What is being typed in the call that this board is about. */
  get live(): LiveText {
    return this.#view.live
  }
  /** Since when the page of the caller is away, where this board is a desk's of a call. */
  get away(): string | null {
    return this.#view.away
  }
  get folded(): BoardState {
    return this.#view.folded
  }
  /** The rows of a table; `T` is its generated type. */
  rows<T = BoardRow>(table: string): readonly T[] {
    return Object.values(this.#view.folded.tables[table] ?? {}) as unknown as T[]
  }
  row<T = BoardRow>(table: string, key: string): T | undefined {
    return this.#view.folded.tables[table]?.[key] as unknown as T | undefined
  }
  more(table: string): number {
    return this.#view.folded.more[table] ?? 0
  }
}

class ServerLink {
  state = $state<LinkState>("down")
  /** When the last beat was heard, by this machine's steady clock. */
  #heard_ms = $state<number | null>(null)
  /** The server says that its database is gone: what is typed is kept, nothing new is durable. */
  databaseLost = $state(false)
  /** The server cannot ask the road: times and ways are straight lines. */
  roadsLost = $state(false)
  /** Was up once: before that there is nothing to be cut off from. */
  wasUp = $state(false)
  onDoubt: () => void = () => {}
  onUp: () => void = () => {}
  #shared = new Map<string, { board: Board; users: number }>()
  #boards = new BoardConnection(
    {
      dial,
      elapsed_ms: () => performance.now(),
      after(delay_ms, run) {
        const timer = setTimeout(run, delay_ms)
        return () => clearTimeout(timer)
      },
      chance: Math.random,
    },
    {
      board: (key, view) => this.#shared.get(key)?.board.show(view),
      link: (state) => {
        this.state = state
        if (state === "up") {
          this.wasUp = true
          this.onUp()
        }
      },
      beat: (server_time, elapsed_ms, lost) => {
        this.databaseLost = lost.database
        this.roadsLost = lost.roads
        this.#heard_ms = elapsed_ms
        now.heard(server_time)
      },
      doubt: () => this.onDoubt(),
    },
  )

  start(token: string | null = null): void {
    this.#boards.start(token)
  }
  stop(): void {
    this.#boards.stop()
    this.#shared.clear()
    this.#heard_ms = null
    this.wasUp = false
  }
  retryNow(): void {
    this.#boards.retryNow()
  }
  networkGone(): void {
    this.#boards.networkGone()
  }
  /** Whether a beat is overdue: the line may be cut, and its end has not been noticed. */
  get quiet(): boolean {
    return this.age_s !== null && this.age_s * 1000 >= QUIET_MS
  }
  /** Age of the last beat in seconds; moves with the clock of the window. */
  get age_s(): number | null {
    void now.ms
    return this.#heard_ms === null ? null : (performance.now() - this.#heard_ms) / 1000
  }

  /** Opens a board for as long as someone uses it; the same board with the same params is shared. */
  open(board: string, params: Params = {}): { board: Board; close: () => void } {
    const key = `${board}?${JSON.stringify(Object.entries(params).sort())}`
    let shared = this.#shared.get(key)
    if (shared === undefined) {
      shared = { board: new Board((typed) => this.#boards.type(key, typed)), users: 0 }
      this.#shared.set(key, shared)
      this.#boards.open(key, board, params)
    }
    const mine = shared
    mine.users += 1
    return {
      board: mine.board,
      close: () => {
        mine.users -= 1
        if (mine.users > 0 || this.#shared.get(key) !== mine) return
        this.#shared.delete(key)
        this.#boards.close(key)
      },
    }
  }
}

/** One WebSocket of the browser as a `BoardSocket`. A browser lets a page say who it is in the subprotocols only. */
function dial(events: BoardSocketEvents, token: string | null) {
  const url = new URL("/api/boards", location.href)
  url.protocol = url.protocol.replace("http", "ws")
  const socket = new WebSocket(url, token === null ? ["auxilio"] : ["auxilio", `bearer.${token}`])
  socket.onopen = () => events.opened()
  socket.onmessage = (message) => events.said(String(message.data))
  socket.onclose = () => events.closed()
  return {
    send: (text: string) => socket.send(text),
    close: () => socket.close(),
  }
}

export const serverLink = new ServerLink()

/** A board for the life of a component: `const desk = useBoard("desk", { desk: id })`. */
export function useBoard(name: string, params: Params = {}): Board {
  const { board, close } = serverLink.open(name, params)
  onDestroy(close)
  return board
}

/** A board whose params change, such as the case in hand: reopened when they do, none while null. */
export function useBoardOf(name: string, params: () => Params | null): { readonly board: Board | null } {
  let current = $state.raw<Board | null>(null)
  const wanted = $derived(JSON.stringify(params()))
  $effect(() => {
    const of = JSON.parse(wanted) as Params | null
    if (of === null) {
      current = null
      return
    }
    const opened = serverLink.open(name, of)
    current = opened.board
    return opened.close
  })
  return {
    get board() {
      return current
    },
  }
}
