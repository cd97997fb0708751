/** Other systems and their keys: read, registered, given a key whose secret is shown once, rotated, confirmed, revoked. */

import { i18n } from "../i18n/i18n.svelte.ts"
import { ArmedPress } from "../kit/armed-press.ts"
import { calendarDay, dayText } from "../kit/time.ts"
import type { ApiKeyView, NewApiKey, PartnerRegister, PartnerView } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { now } from "../state/now.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import {
  type KeyDraft,
  keyDraftOf,
  keyErrors,
  keyRequest,
  latestDay,
  PARTNERS_PATH,
  type PartnerDraft,
  type PartnerErrors,
  partnerDraftOf,
  partnerErrors,
  type RotationDraft,
  rotationDraftOf,
  rotationErrors,
  rotationRequest,
} from "./partners.ts"
import { waitingKeys } from "./waiting-keys.svelte.ts"

const LOOK_AGAIN_MS = 10_000

/** What lies over the page. */
export type PartnerLayer = "partner" | "key" | "rotate" | "revoke" | "secret" | null
interface NamedAgency {
  readonly id: string
  readonly name: string
}

export class Partners {
  register = $state.raw<PartnerRegister | null>(null)
  /** Null: not read yet. */
  agencies = $state.raw<readonly NamedAgency[] | null>(null)
  /** Why the list was not read. */
  lost = $state.raw<Problem | null>(null)
  /** The partner or key that the last act was about: its refusal, or what was done, stands there. Null: a new partner. */
  about = $state<string | null>(null)
  /** Why the last act was refused. */
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  tried = $state(false)
  layer = $state<PartnerLayer>(null)
  /** Whose key is made, and which key is rotated or revoked. */
  partner = $state.raw<PartnerView | null>(null)
  key = $state.raw<ApiKeyView | null>(null)
  draft = $state<PartnerDraft>(partnerDraftOf(null))
  keyDraft = $state<KeyDraft>(keyDraftOf(dayText(now.ms)))
  /** The id of the key that the dialog makes: what is sent again after a lost answer makes no second key. */
  #newKey = newId()
  rotation = $state<RotationDraft>(rotationDraftOf(dayText(now.ms)))
  why = $state("")
  /** The key that the next press confirms. */
  confirming = $state<string | null>(null)
  readonly #armed = new ArmedPress((key) => {
    this.confirming = key
  })
  /** A secret, shown this once, and what it is called. */
  secret = $state.raw<(NewApiKey & { readonly name: string }) | null>(null)

  readonly today = $derived(dayText(now.ms))
  readonly errors = $derived.by((): PartnerErrors => {
    if (this.layer === "partner") return partnerErrors(this.draft)
    if (this.layer === "key") return keyErrors(this.keyDraft, this.today)
    if (this.layer === "rotate") return rotationErrors(this.rotation, this.today)
    return this.layer === "revoke" && this.why.trim() === "" ? { why: "admin.error.required" } : {}
  })
  /** What a field says of what is typed, once it was sent. */
  errorAt(field: string): string | undefined {
    const fault = this.tried ? this.errors[field] : undefined
    return fault && i18n.say(fault, { day: calendarDay(latestDay(this.today), i18n.language) })
  }

  /** Reads now and then until the answer is called; call it in an effect. */
  follow(): () => void {
    void this.load()
    const again = setInterval(() => void this.load(), LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }
  async load(): Promise<void> {
    const found = await api<PartnerRegister>("GET", PARTNERS_PATH)
    this.lost = found.ok ? null : found.problem
    if (found.ok) {
      this.register = found.value
      waitingKeys.take(found.value)
    }
    if (this.agencies !== null) return
    const places = await api<{ readonly agencies: readonly NamedAgency[] }>("GET", "/api/directory")
    if (places.ok) this.agencies = places.value.agencies
  }
  agencyName(id: string): string {
    return this.agencies?.find((each) => each.id === id)?.name ?? id
  }

  change(partner: PartnerView | null): void {
    this.draft = partnerDraftOf(partner)
    this.#open("partner", partner, null)
  }
  make(partner: PartnerView): void {
    this.keyDraft = keyDraftOf(this.today)
    this.#newKey = newId()
    this.#open("key", partner, null)
  }
  rotate(partner: PartnerView, key: ApiKeyView): void {
    this.rotation = rotationDraftOf(this.today)
    this.#open("rotate", partner, key)
  }
  revoke(partner: PartnerView, key: ApiKeyView): void {
    this.why = ""
    this.#open("revoke", partner, key)
  }
  #open(layer: PartnerLayer, partner: PartnerView | null, key: ApiKeyView | null): void {
    this.partner = partner
    this.key = key
    this.problem = null
    this.tried = false
    this.#armed.disarm()
    this.about = key?.id ?? partner?.id ?? null
    this.done = ""
    this.layer = layer
  }
  close(): void {
    this.layer = null
    this.secret = null
    this.problem = null
  }

  async send(): Promise<void> {
    this.tried = true
    if (this.busy || Object.keys(this.errors).length > 0) return
    this.busy = true
    const layer = this.layer
    if (layer === "partner") await this.#savePartner()
    else if (layer === "key") await this.#makeKey()
    else if (layer === "rotate") await this.#rotateKey()
    else if (layer === "revoke") await this.#revokeKey()
    // Also after a refusal: a key may have been made whose answer did not come.
    await this.load()
    this.busy = false
  }
  async #savePartner(): Promise<void> {
    const [name, contact] = [this.draft.name.trim(), this.draft.contact.trim()]
    const partner = this.draft.id ?? newId()
    const sent = await this.#command(
      this.draft.id === null
        ? { kind: "partners.register", partner, name, agency: this.draft.agency || null, contact }
        : { kind: "partners.change", partner, name, contact },
      partner,
    )
    if (sent) this.#finish(i18n.say("partners.saved", { name }))
  }
  async #makeKey(): Promise<void> {
    const body = { ...keyRequest(this.keyDraft), key: this.#newKey }
    this.#show(await api<NewApiKey>("POST", `${PARTNERS_PATH}/${this.partner?.id}/keys`, { body }), body.name)
  }
  async #rotateKey(): Promise<void> {
    const key = this.key
    if (key === null) return
    const body = rotationRequest(this.rotation, key)
    this.#show(await api<NewApiKey>("POST", `${PARTNERS_PATH}/keys/${key.id}/rotate`, { body }), key.name)
  }
  #show(reply: Awaited<ReturnType<typeof api<NewApiKey>>>, name: string): void {
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return
    this.secret = { ...reply.value, name }
    this.layer = "secret"
  }
  async #revokeKey(): Promise<void> {
    const key = this.key
    if (key === null) return
    if (await this.#command({ kind: "partners.revoke_key", key: key.id, why: this.why.trim() }, key.id))
      this.#finish(i18n.say("partners.revoked", { name: key.name }))
  }
  /** Asks the first time, acts the second. */
  async confirm(key: ApiKeyView): Promise<void> {
    if (this.busy || !this.#armed.press(key.id)) return
    this.about = key.id
    this.busy = true
    this.done = ""
    if (
      await this.#command(
        { kind: "partners.confirm_key", key: key.id, secret_version: key.secret_version },
        key.id,
      )
    )
      this.done = i18n.say("partners.confirmed", { name: key.name })
    await this.load()
    this.busy = false
  }
  disarm(): void {
    this.#armed.disarm()
  }
  async #command(command: Parameters<typeof sendCommand>[0], about: string): Promise<boolean> {
    const answer = await sendCommand(command, { lane: `partners:${about}` })
    this.problem = answer.ok ? null : answer.problem
    return answer.ok
  }
  #finish(words: string): void {
    this.close()
    this.done = words
  }
}
