/**
 * Reviewed content in force, brought once at the start of a shift: an interview goes on without asking the
 * network what to ask next. Only the answers are sent.
 */

import type { Card, Protocol, Text } from "../../engine/content.ts"
import { Interview } from "../../engine/interview.ts"
import { api } from "../../state/api.ts"

export interface IncidentType {
  readonly code: string
  readonly group: string
  readonly name: Text
  readonly priority: number
  readonly protocol?: string | null
  readonly words?: Readonly<Record<string, readonly string[]>>
}
interface Choices {
  readonly code: string
  readonly label: Text
}
interface Sent {
  readonly catalog: {
    readonly version: string
    readonly answer_sets: Readonly<Record<string, readonly Choices[]>>
    readonly services: Readonly<Record<string, Text>>
    readonly capabilities: Readonly<Record<string, { readonly service: string; readonly name: Text }>>
  }
  readonly types: Readonly<Record<string, IncidentType>>
  readonly protocols: Readonly<Record<string, Protocol>>
  readonly cards: Readonly<Record<string, Card>>
}

class Content {
  #sent = $state.raw<Sent | null>(null)
  state = $state<"none" | "loading" | "ready" | "failed">("none")
  #interviews = new Map<string, Interview>()

  async load(): Promise<void> {
    if (this.state === "loading" || this.state === "ready") return
    this.state = "loading"
    const reply = await api<Sent>("GET", "/api/content", { timeout_ms: 30_000 })
    if (reply.ok) this.#sent = reply.value
    this.state = reply.ok ? "ready" : "failed"
  }

  /** Whether anything in force waits for its approvals: then the console says *draft, not for live use*. */
  get draft(): boolean {
    if (this.#sent === null) return false
    const documents = [...Object.values(this.#sent.protocols), ...Object.values(this.#sent.cards)]
    return documents.some((document) => document.status !== "approved")
  }

  type(code: string | null | undefined): IncidentType | undefined {
    return code ? this.#sent?.types[code] : undefined
  }
  get types(): readonly IncidentType[] {
    return Object.values(this.#sent?.types ?? {})
  }
  card(id: string | null | undefined): Card | undefined {
    return id ? this.#sent?.cards[id] : undefined
  }
  interview(protocol: string | null | undefined): Interview | undefined {
    const document = protocol ? this.#sent?.protocols[protocol] : undefined
    if (document === undefined) return undefined
    let interview = this.#interviews.get(document.digest + document.id)
    if (interview === undefined) {
      interview = new Interview(document)
      this.#interviews.set(document.digest + document.id, interview)
    }
    return interview
  }
  service(code: string): Text {
    return this.#sent?.catalog.services[code] ?? { es: code }
  }
  capability(code: string): { readonly service: string; readonly name: Text } | undefined {
    return this.#sent?.catalog.capabilities[code]
  }
}

export const content = new Content()
