/** Who sits here. The server knows; the console asks it at start and when in doubt. */

import { api, isDoubt, type Reply, useCsrf } from "./api.ts"

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
  readonly csrf: string
  /** The clock on the wall of the house, IANA. */
  readonly zone: string
  /** Somebody else chose the password: it is changed before anything else. */
  readonly password_given: boolean
}

/**
 * A crew's page opens without network: who signed on here is remembered, without the token that lets anything be
 * changed. It ends with the session, and with its longest life on the server.
 */
const STORED = "auxilio.kept.session"
const KEPT = "auxilio.kept."
const LIFE_MS = 16 * 3600 * 1000

class SessionState {
  current = $state.raw<Session | null>(null)
  /** `asking` until the first answer; `unreachable` when there was none. */
  state = $state<"asking" | "in" | "out" | "unreachable">("asking")

  /** Asks the server. Without an answer, whoever was in stays in: a cut line signs nobody out. */
  async ask(): Promise<void> {
    const reply = await api<Session>("GET", "/api/session")
    if (reply.ok) this.#enter(reply.value)
    else if (!isDoubt(reply.problem)) this.#leave()
    else if (this.current === null) this.#remembered()
  }
  #remembered(): void {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? "null") as {
      at_ms: number
      session: Session
    } | null
    if (kept === null || Date.now() - kept.at_ms > LIFE_MS) {
      this.state = "unreachable"
      return
    }
    this.current = kept.session
    this.state = "in"
  }

  async signIn(body: { readonly [field: string]: string }): Promise<Reply<Session>> {
    const reply = await api<Session>("POST", "/api/session", { body })
    if (reply.ok) this.#enter(reply.value)
    return reply
  }

  async signOut(): Promise<Reply<unknown>> {
    const reply = await api("DELETE", "/api/session")
    if (reply.ok || reply.problem.status === 401) this.#leave()
    return reply
  }

  may(permission: string): boolean {
    return this.current?.permissions.includes(permission) ?? false
  }

  #enter(session: Session): void {
    useCsrf(session.csrf)
    this.current = session
    this.state = "in"
    if (session.kind === "crew") {
      const kept = { at_ms: Date.now(), session: { ...session, csrf: "" } }
      localStorage.setItem(STORED, JSON.stringify(kept))
    } else this.#forget()
  }
  /** What a page kept for a time without network belongs to one session and ends with it. */
  #forget(): void {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key)
  }
  #leave(): void {
    this.#forget()
    useCsrf("")
    this.current = null
    this.state = "out"
  }
}

export const session = new SessionState()
