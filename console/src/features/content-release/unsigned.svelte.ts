/** What of the content in force the two offices have not signed, and which of it is chosen to be signed as it is. */

import type { UnsignedContent, UnsignedDocument } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

export const keyOf = (one: { readonly kind: string; readonly id: string }) => `${one.kind} ${one.id}`

/** What is signed is approved: not while nobody has read one of its translations. */
export const mayBeSigned = (one: { readonly unread?: readonly string[] }) => (one.unread ?? []).length === 0

export class Unsigned {
  open = $state(false)
  content = $state.raw<UnsignedContent | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** By `keyOf`; none at first: who signs chooses. */
  chosen = $state<string[]>([])

  async show(): Promise<void> {
    this.open = true
    this.content = null
    this.choose(false)
    await this.look()
  }
  /** Ask again: others sign meanwhile. What is chosen and still stands there stays chosen. */
  async look(): Promise<void> {
    const reply = await api<UnsignedContent>("GET", "/api/content/unsigned")
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.content = reply.value
  }
  hide(): void {
    this.open = false
  }
  choose(all: boolean): void {
    this.chosen = all ? (this.content?.documents ?? []).filter(mayBeSigned).map(keyOf) : []
  }
  readonly documents = $derived<readonly UnsignedDocument[]>(
    (this.content?.documents ?? []).filter((one) => mayBeSigned(one) && this.chosen.includes(keyOf(one))),
  )
  /** So many have a translation that nobody has read. */
  readonly unread = $derived((this.content?.documents ?? []).filter((one) => !mayBeSigned(one)).length)
}
