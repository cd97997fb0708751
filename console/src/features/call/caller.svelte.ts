/**
 * The citizen's side of a call. One request makes the call; everything after are ordinary commands, kept
 * and repeated like any other, so that a word sent in a tunnel arrives when the tunnel ends.
 */

import type { HelpRow, MyCallRow, StoryRow } from "../../protocol/generated.ts"
import { api, isDoubt, useBearer } from "../../state/api.ts"
import { type Board, link } from "../../state/link.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import { newId, send, sending } from "../../state/sending.svelte.ts"

interface Kept {
  readonly call: string
  readonly number: string
  readonly token: string
  readonly silent: boolean
}
interface Fix {
  readonly point: { readonly lat: number; readonly lon: number }
  readonly source: "browser"
  readonly uncertainty_m: number
  readonly at: string
}
export interface Line {
  readonly id: string
  readonly mine: boolean
  readonly words: string
  /** When the server kept it; null while it is on its way. */
  readonly at: string | null
}
export type Sharing = "off" | "asking" | "on" | "denied" | "failed" | "insecure"

const STORED = "auxilio.call"
const RING_AGAIN_MS = 1_500
const REPORT_EVERY_MS = 15_000

class Caller {
  kept = $state.raw<Kept | null>(null)
  ringing = $state(false)
  problem = $state<Problem | null>(null)
  sharing = $state<Sharing>("off")
  shared_at = $state<number | null>(null)
  #board = $state.raw<Board | null>(null)
  #close: () => void = () => {}
  #watch: number | null = null
  #reported_ms = 0

  readonly call = $derived(this.kept ? this.#board?.row<MyCallRow>("calls", this.kept.call) : undefined)
  readonly help = $derived(this.#board?.rows<HelpRow>("help")[0]?.help ?? "none")
  readonly over = $derived(["ended", "abandoned", "called_back"].includes(this.call?.state ?? ""))
  readonly lines = $derived.by<readonly Line[]>(() => {
    const said = (this.#board?.rows<StoryRow>("story") ?? [])
      .map((fact) => ({
        id: fact.id,
        mine: fact.kind === "calls.call.caller_said",
        words: words(fact.body),
        at: fact.at,
      }))
      .sort((a, b) => a.at.localeCompare(b.at))
    const onTheWay = sending.list.flatMap(({ id, command }) =>
      command.kind === "calls.say" ? [{ id, mine: true, words: words(command), at: null }] : [],
    )
    return [...said, ...onTheWay]
  })

  /** A page that was reloaded goes on with its call. */
  resume(): void {
    const text = sessionStorage.getItem(STORED)
    if (text !== null) this.#begin(JSON.parse(text) as Kept)
  }

  /** Rings until the server has said that the call exists; the same ids, so that it rings once. */
  async ring(silent: boolean, language: string): Promise<void> {
    if (this.ringing || this.kept) return
    this.ringing = true
    const need = { id: newId(), call: newId(), channel: "chat", cannot_speak: silent, language }
    for (;;) {
      const reply = await api<{ call: string; number: string; token: string }>("POST", "/api/caller/", {
        body: need,
        timeout_ms: 6_000,
      })
      if (reply.ok) {
        const kept = { ...reply.value, silent }
        sessionStorage.setItem(STORED, JSON.stringify(kept))
        this.problem = null
        this.ringing = false
        this.#begin(kept)
        return
      }
      this.problem = reply.problem
      if (!isDoubt(reply.problem)) break
      await new Promise((resolve) => setTimeout(resolve, RING_AGAIN_MS))
    }
    this.ringing = false
  }

  #begin(kept: Kept): void {
    this.kept = kept
    useBearer(kept.token)
    link.onUp = () => sending.retryNow()
    link.start(kept.token)
    const { board, close } = link.open("call", { call: kept.call })
    this.#board = board
    this.#close = close
    sending.begin(kept.call)
  }

  say(text: string): void {
    if (this.kept) void send({ kind: "calls.say", call: this.kept.call, words: text }, { lane: "talk" })
  }

  share(): void {
    if (!window.isSecureContext || !("geolocation" in navigator)) {
      this.sharing = "insecure"
      return
    }
    this.sharing = "asking"
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#report(position),
      (error) => {
        this.sharing = error.code === error.PERMISSION_DENIED ? "denied" : "failed"
      },
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 },
    )
  }
  stopSharing(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
    this.sharing = "off"
  }
  #report({ coords, timestamp }: GeolocationPosition): void {
    const first = this.sharing !== "on"
    this.sharing = "on"
    if (!this.kept || (!first && Date.now() - this.#reported_ms < REPORT_EVERY_MS)) return
    this.#reported_ms = Date.now()
    const position: Fix = {
      point: { lat: coords.latitude, lon: coords.longitude },
      source: "browser",
      uncertainty_m: Math.min(1_000_000, coords.accuracy),
      at: new Date(timestamp).toISOString(),
    }
    void send({ kind: "calls.report_position", call: this.kept.call, position }, { lane: "position" }).then(
      (answer) => {
        if (answer.ok) this.shared_at = Date.now()
      },
    )
  }

  async leave(): Promise<void> {
    if (this.kept && !this.over) await send({ kind: "calls.leave", call: this.kept.call })
  }
  /** Forgets the call on this phone: nothing of it stays behind. */
  forget(): void {
    this.stopSharing()
    this.#close()
    link.stop()
    sending.end()
    useBearer("")
    sessionStorage.removeItem(STORED)
    this.kept = null
    this.#board = null
    this.shared_at = null
  }
}

function words(body: unknown): string {
  return typeof body === "object" && body !== null && "words" in body ? String(body.words) : ""
}

export const caller = new Caller()
