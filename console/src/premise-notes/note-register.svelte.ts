/** The premise notes that one's own agency maintains: listed without their words, opened one at a time, entered, renewed, ended. */

import { untrack } from "svelte"
import { i18n } from "../i18n/i18n.svelte.ts"
import type {
  AnyCommand,
  ListedPremiseNote,
  PremiseNoteList,
  PremiseNoteRecord,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { now } from "../state/now.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import type { PlaceCandidate } from "../state/places.ts"
import { draftErrors, draftOf, emptyDraft, type NoteDraft, saveCommand } from "./note-draft.ts"

/** After the last key of the filter. */
const REST_MS = 250

export class NoteRegister {
  list = $state.raw<PremiseNoteList | null>(null)
  draft = $state<NoteDraft>(emptyDraft())
  /** What is typed to find a place. */
  typed = $state("")
  find = $state("")
  problem = $state.raw<Problem | null>(null)
  /** The note as somebody else saved it while this one was typed. What is typed stays until one of the two is chosen. */
  theirs = $state.raw<PremiseNoteRecord | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  #tried = $state(false)
  /** The note that the next press ends. */
  confirming = $state<string | null>(null)
  /** The id of the note that is being entered: sent twice, it is entered once. */
  #fresh = newId()

  readonly notes = $derived(this.list?.notes ?? [])
  /** How many there are beyond those that are listed. */
  readonly more = $derived((this.list?.total ?? 0) - this.notes.length)
  readonly errors = $derived(this.#tried ? draftErrors(this.draft) : {})

  constructor() {
    $effect(() => {
      const words = this.find
      // Only what is typed asks anew: the list that comes must not ask for itself again.
      const first = untrack(() => this.list === null)
      const rest = setTimeout(() => void this.load(words), first ? 0 : REST_MS)
      return () => clearTimeout(rest)
    })
  }

  async load(words: string): Promise<void> {
    const reply = await api<PremiseNoteList>("GET", `/api/premise-notes?${new URLSearchParams({ words })}`)
    if (words !== this.find) return
    if (reply.ok) this.list = reply.value
    else this.problem = reply.problem
  }
  take(place: PlaceCandidate): void {
    Object.assign(this.draft, { address: place.label, municipality: place.municipality, point: place.point })
    this.typed = ""
  }
  begin(): void {
    this.#take(emptyDraft())
  }
  #take(draft: NoteDraft): void {
    this.draft = draft
    this.#tried = false
    this.typed = ""
    this.problem = null
    this.theirs = null
    this.done = ""
    this.confirming = null
    this.#fresh = newId()
  }
  /** Its words come into the form; the look is an event. */
  async open(note: ListedPremiseNote): Promise<boolean> {
    const read = await this.#read(note.id)
    if (read) this.#take(draftOf(read))
    return read !== null
  }
  async #read(id: string): Promise<PremiseNoteRecord | null> {
    const reply = await api<PremiseNoteRecord>("GET", `/api/premise-notes/${id}`)
    if (!reply.ok) this.problem = reply.problem
    return reply.ok ? reply.value : null
  }
  /** What was typed, in place of what the other wrote and was read here. */
  async saveOver(): Promise<boolean> {
    if (this.busy || this.theirs === null) return false
    this.draft.of = this.theirs
    return await this.save()
  }
  takeTheirs(): void {
    if (this.theirs !== null) this.#take(draftOf(this.theirs))
  }
  async save(): Promise<boolean> {
    this.#tried = true
    const { point, address } = this.draft
    if (this.busy || point === null || Object.keys(this.errors).length > 0) return false
    const command = saveCommand({ ...this.draft, point }, this.#fresh, now.exact_ms())
    if (!(await this.#send(command))) {
      const { of } = this.draft
      if (of !== null && this.problem?.code === "premise_note_changed_meanwhile")
        this.theirs = await this.#read(of.id)
      return false
    }
    this.begin()
    this.done = i18n.say("premise.saved", { address })
    return true
  }
  async renew(note: ListedPremiseNote): Promise<void> {
    if (await this.#send({ kind: "premise_notes.renew", note: note.id }))
      this.done = i18n.say("premise.renewed", { address: note.address })
  }
  /** Asks the first time, acts the second. */
  async end(note: ListedPremiseNote): Promise<void> {
    if (this.confirming !== note.id) {
      this.confirming = note.id
      return
    }
    if (!(await this.#send({ kind: "premise_notes.end", note: note.id }))) return
    if (this.draft.of?.id === note.id) this.begin()
    this.done = i18n.say("premise.ended", { address: note.address })
  }
  async #send(command: AnyCommand): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.confirming = null
    this.done = ""
    const answer = await sendCommand(command)
    this.problem = answer.ok ? null : answer.problem
    if (answer.ok) await this.load(this.find)
    this.busy = false
    return answer.ok
  }
}
