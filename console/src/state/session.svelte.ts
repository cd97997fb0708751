/** Who sits here. The server knows; the console asks it at start and when in doubt. */

import { api, isDoubt, type Reply, useCsrf } from "./api.ts"
import { LocalStore } from "./local-store.ts"

export interface Session {
  readonly person: { readonly id: string; readonly name: string }
  readonly kind: string
  readonly desk: string | null
  readonly agency: string | null
  readonly centre: string | null
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly mode: "real" | "exercise" | "training" | "test"
  readonly language: string
  /** What the person speaks, by the directory; not there in what an older page remembers. */
  readonly languages?: readonly string[]
  readonly csrf: string
  /** The time zone of the installation, IANA. */
  readonly zone: string
  /** Somebody else chose the password: it is changed before anything else. */
  readonly password_given: boolean
}

/**
 * A crew's page opens without network: who signed on here is remembered, without the token that lets anything be
 * changed. It ends with the session, and with its longest life on the server.
 */
const STORED = "session"
const LIFE_MS = 16 * 3600 * 1000

interface Remembered {
  readonly at_ms: number
  readonly session: Session
}

/** What a crew's page keeps on this telephone; it belongs to one session, and its key is destroyed with it. */
export const localStore = new LocalStore()

class SessionState {
  current = $state.raw<Session | null>(null)
  /** `asking` until the first answer; `unreachable` when there was none. */
  state = $state<"asking" | "in" | "out" | "unreachable">("asking")
  /** When the server last said that somebody is signed in here. */
  #told_ms = 0
  /** To whom this desk was given here; it is said on the sign-in page when the session ends by it. */
  gave = $state.raw<{ readonly desk: string; readonly name: string } | null>(null)
  /** It ended without being signed out here. */
  ended = $state(false)

  constructor() {
    localStore.onDestroyed = () => void this.ask()
  }

  /** What the person here speaks: calls in it ring here first (decision 0407). */
  get spoken(): string[] {
    return [...(this.current?.languages ?? [])]
  }

  /** Asks the server. Without an answer, whoever was in stays in: a cut line signs nobody out. */
  async ask(): Promise<void> {
    const reply = await api<Session>("GET", "/api/session")
    if (reply.ok) await this.#enter(reply.value)
    else if (!isDoubt(reply.problem)) {
      this.ended = this.current !== null
      await this.#leave()
    } else if (this.current === null) await this.#remembered()
    else if (Date.now() - this.#told_ms > LIFE_MS) await this.#leave()
  }
  async #remembered(): Promise<void> {
    await localStore.open()
    const kept = JSON.parse(localStore.getItem(STORED) ?? "null") as Remembered | null
    if (kept === null || Date.now() - kept.at_ms > LIFE_MS) {
      this.state = "unreachable"
      await localStore.destroy()
      return
    }
    this.#told_ms = kept.at_ms
    this.current = kept.session
    this.state = "in"
  }

  async signIn(body: { readonly [field: string]: string | boolean }): Promise<Reply<Session>> {
    const reply = await api<Session>("POST", "/api/session", { body })
    if (reply.ok) {
      this.gave = null
      this.ended = false
      await this.#enter(reply.value)
    }
    return reply
  }

  async signOut(): Promise<Reply<unknown>> {
    const reply = await api("DELETE", "/api/session")
    if (reply.ok || reply.problem.status === 401) await this.#leave()
    return reply
  }

  may(permission: string): boolean {
    return this.current?.permissions.includes(permission) ?? false
  }

  async #enter(session: Session): Promise<void> {
    useCsrf(session.csrf)
    this.#told_ms = Date.now()
    // Before the page is drawn: it reads at once what was kept for it.
    if (session.kind === "crew") await this.#remember(session)
    else await localStore.destroy()
    this.current = session
    this.state = "in"
  }
  async #remember(session: Session): Promise<void> {
    await localStore.open()
    const kept = JSON.parse(localStore.getItem(STORED) ?? "null") as Remembered | null
    if (kept !== null && kept.session.person.id !== session.person.id) {
      await localStore.destroy()
      await localStore.open()
    }
    const now: Remembered = { at_ms: this.#told_ms, session: { ...session, csrf: "" } }
    localStore.setItem(STORED, JSON.stringify(now))
  }
  /** What a page kept for a time without network belongs to one session and ends with it. */
  async #leave(): Promise<void> {
    const gone = localStore.destroy()
    useCsrf("")
    this.current = null
    this.state = "out"
    await gone
  }
}

export const session = new SessionState()
