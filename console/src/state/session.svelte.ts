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
}

class SessionState {
  current = $state.raw<Session | null>(null)
  /** `asking` until the first answer; `unreachable` when there was none. */
  state = $state<"asking" | "in" | "out" | "unreachable">("asking")

  /** Asks the server. Without an answer, whoever was in stays in: a cut line signs nobody out. */
  async ask(): Promise<void> {
    const reply = await api<Session>("GET", "/api/session")
    if (reply.ok) this.#enter(reply.value)
    else if (!isDoubt(reply.problem)) this.#leave()
    else if (this.current === null) this.state = "unreachable"
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
  }
  #leave(): void {
    useCsrf("")
    this.current = null
    this.state = "out"
  }
}

export const session = new SessionState()
