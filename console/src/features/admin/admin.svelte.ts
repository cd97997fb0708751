/** People, places, roles and versions of content, as the server holds them, and which section of them is looked at. */

import { tick } from "svelte"
import type { GrantAsk } from "../../grants/grants.svelte.ts"
import { i18n } from "../../i18n/i18n.svelte.ts"
import { watchFocus } from "../../kit/focus.ts"
import type { HospitalRegister, OnCallTable, ResponsePlanView, UnitRecord } from "../../protocol/generated.ts"
import { api, type Reply } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import type { Directory, OrganisationKind, Person } from "./forms.ts"
import { NEW_ROW, type SectionEditor } from "./row-editor.svelte.ts"
import { RowFilter } from "./row-filter.svelte.ts"
import {
  type DirectoryStore,
  hospitalEditor,
  onCallEditor,
  peopleEditor,
  placeEditor,
  unitEditor,
} from "./section-editors.svelte.ts"
import type { AdminSection, EditedSection } from "./sections.ts"

export interface Version {
  readonly kind: "protocol" | "card"
  readonly id: string
  readonly title: Readonly<Record<string, string>>
  readonly version: string
  readonly status: string
  readonly digest: string
  readonly approvals: number
  readonly approved_by: readonly string[]
}
export interface Versions {
  readonly catalog: string
  readonly types: number
  readonly live: boolean
  /** What an agency can be: code and name by language. */
  readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly documents: readonly Version[]
}

export class Admin implements DirectoryStore {
  section = $state<AdminSection>("people")
  people = $state.raw<readonly Person[] | null>(null)
  directory = $state.raw<Directory | null>(null)
  roles = $state.raw<Readonly<Record<string, readonly string[]>> | null>(null)
  versions = $state.raw<Versions | null>(null)
  units = $state.raw<readonly UnitRecord[] | null>(null)
  hospitals = $state.raw<HospitalRegister | null>(null)
  onCall = $state.raw<OnCallTable | null>(null)
  /** Roles that wait for a second person. */
  requests = $state.raw<readonly GrantAsk[]>([])
  plan = $state.raw<ResponsePlanView | null>(null)
  /** What could not be read, or was refused. It goes with the next answer. */
  problem = $state.raw<Problem | null>(null)
  saving = $state(false)
  /** When what is shown became durable, and what was done besides. */
  done = $state<{
    readonly at_ms: number
    readonly ended?: number
    /** Roles of the person that was saved which a second person must confirm. */
    readonly wait?: readonly string[]
  } | null>(null)
  /** A try to save has been made: from then on every field says what is wrong with it. */
  tried = $state(false)
  readonly editors = {
    people: peopleEditor(this),
    agencies: placeEditor(this, "agencies"),
    centres: placeEditor(this, "centres"),
    desks: placeEditor(this, "desks"),
    units: unitEditor(this),
    hospitals: hospitalEditor(this),
    on_call: onCallEditor(this),
  } satisfies Record<EditedSection, SectionEditor>
  readonly content = new RowFilter<Version>({
    rows: () => this.versions?.documents ?? null,
    wordsOf: (each) => [
      each.id,
      ...Object.values(each.title),
      i18n.say(`admin.kind.${each.kind}`),
      each.version,
    ],
    statesOf: (each) => [`content_${each.status}`],
  })
  /** Null in a section whose rows are not edited here. */
  readonly editor = $derived<SectionEditor | null>(
    this.section in this.editors ? this.editors[this.section as EditedSection] : null,
  )

  readonly placeKind = $derived<OrganisationKind | null>(
    this.section === "agencies" || this.section === "centres" || this.section === "desks"
      ? this.section
      : null,
  )

  get chosen(): string | null {
    return this.editor?.chosen ?? null
  }
  choose(id: string | null): void {
    if (this.editor) this.editor.chosen = id
    this.#freshView()
  }
  go(section: AdminSection): void {
    this.section = section
    this.#freshView()
  }
  #freshView(): void {
    this.tried = false
    this.done = null
    this.problem = null
  }

  async load(): Promise<void> {
    const before = this.problem
    void this.look()
    const read = async <T>(path: string, take: (value: T) => void): Promise<Problem | null> => {
      const reply = await api<T>("GET", path)
      if (reply.ok) take(reply.value)
      return reply.ok ? null : reply.problem
    }
    const problems = await Promise.all([
      read<readonly Person[]>("/api/admin/people", (value) => (this.people = value)),
      read<Directory>("/api/directory", (value) => (this.directory = value)),
      read<Readonly<Record<string, readonly string[]>>>("/api/admin/roles", (value) => (this.roles = value)),
      read<Versions>("/api/admin/content", (value) => (this.versions = value)),
      read<readonly UnitRecord[]>("/api/admin/units", (value) => (this.units = value)),
      read<ResponsePlanView>("/api/admin/plan", (value) => (this.plan = value)),
      read<HospitalRegister>("/api/admin/hospitals", (value) => (this.hospitals = value)),
      read<OnCallTable>("/api/admin/on-call", (value) => (this.onCall = value)),
    ])
    // A refusal that came meanwhile is of a form, and stays until its cause goes.
    if (this.problem === before) this.problem = problems.find((problem) => problem !== null) ?? null
  }
  async keepPerson(person: Person): Promise<void> {
    this.people = [...(this.people ?? []).filter((each) => each.id !== person.id), person]
    await this.look()
  }
  async loadDirectory(): Promise<void> {
    const reply = await api<Directory>("GET", "/api/directory")
    if (reply.ok) this.directory = reply.value
  }
  async loadUnits(): Promise<void> {
    const reply = await api<readonly UnitRecord[]>("GET", "/api/admin/units")
    if (reply.ok) this.units = reply.value
  }
  async loadHospitals(): Promise<void> {
    const reply = await api<HospitalRegister>("GET", "/api/admin/hospitals")
    if (reply.ok) this.hospitals = reply.value
  }
  async loadOnCall(): Promise<void> {
    const reply = await api<OnCallTable>("GET", "/api/admin/on-call")
    if (reply.ok) this.onCall = reply.value
  }

  /** What people call an agency or a centre; one that is not there by its id. */
  nameOf(kind: "agencies" | "centres", id: string | null | undefined): string {
    return this.directory?.[kind].find((each) => each.id === id)?.name ?? id ?? ""
  }
  serviceName(code: string): string {
    const key = `dispatch.service.${code}`
    const named = this.versions?.services[code]
    return i18n.has(key) ? i18n.say(key) : (named?.[i18n.language] ?? named?.es ?? code)
  }

  /** Roles of this person that wait for a second one. */
  waiting(id: string | null): readonly string[] {
    return this.requests.filter((each) => each.person === id).flatMap((each) => each.roles)
  }
  async look(): Promise<void> {
    const reply = await api<readonly GrantAsk[]>("GET", "/api/admin/grants")
    if (reply.ok && JSON.stringify(reply.value) !== JSON.stringify(this.requests))
      this.editors.people.keepClean(() => {
        this.requests = reply.value
      })
  }
  /** A request was decided: the person has the roles now, or goes on without them. Both come in one step: between them a draft would have neither. */
  async decided(): Promise<void> {
    const requests = await api<readonly GrantAsk[]>("GET", "/api/admin/grants")
    const people = await api<readonly Person[]>("GET", "/api/admin/people")
    this.editors.people.keepClean(() => {
      if (requests.ok && people.ok) this.requests = requests.value
      if (people.ok) this.people = people.value
    })
  }

  /** A new row like the chosen one. */
  copy(): void {
    this.editor?.copy()
    this.#freshView()
  }
  begin(): void {
    this.editor?.begin()
  }
  dirty(id: string): boolean {
    return this.editor?.dirty(id) ?? false
  }
  discard(): void {
    const id = this.chosen
    if (id === null) return
    this.editor?.forget(id)
    if (id === NEW_ROW) this.choose(null)
    else this.begin()
    this.tried = false
    this.problem = null
  }
  readonly errors = $derived.by(() => this.editor?.errors ?? {})
  /** What a field says of what is typed, once a save was tried. */
  errorAt(field: string): string | undefined {
    const ours = this.tried ? this.errors[field] : undefined
    return ours && i18n.say(ours)
  }

  async save(): Promise<void> {
    const [editor, row] = [this.editor, this.chosen]
    if (this.saving || editor === null || row === null) return
    this.done = null // of an earlier save
    this.tried = true
    if (Object.keys(this.errors).length > 0) {
      await focusFault()
      return
    }
    this.saving = true
    const waitsHere = watchFocus()
    const id = await editor.save()
    this.saving = false
    if (id === null) {
      if (waitsHere()) await focusFault()
      return
    }
    // In one step: a form without a draft would not be drawn, and the focus in it would be lost.
    editor.forget(row)
    if (this.editor !== editor || editor.chosen !== row) return // another row is looked at by now
    editor.chosen = id
    editor.begin()
    this.tried = false
    const wait = editor === this.editors.people ? this.waiting(id) : []
    this.done = { at_ms: now.exact_ms(), ...(wait.length > 0 ? { wait } : {}) }
  }
  /** Keeps why an answer refused; its refusal is shown at the form. */
  heard<T>(reply: Reply<T>): Reply<T> {
    this.problem = reply.ok ? null : reply.problem
    return reply
  }
  /** Whether the command was done. Commands of one lane go one after the other. */
  async send(command: Parameters<typeof sendCommand>[0], lane: string): Promise<boolean> {
    const answer = await sendCommand(command, { lane })
    this.problem = answer.ok ? null : answer.problem
    return answer.ok
  }

  async retireHospital(): Promise<void> {
    const hospital = this.editors.hospitals.row?.id
    if (hospital === undefined) return
    if (!(await this.send({ kind: "hospitals.retire", hospital }, `hospital:${hospital}`))) return
    await this.loadHospitals()
    this.editors.hospitals.drop(hospital)
  }
  async endDuty(): Promise<void> {
    const duty = this.editors.on_call.row?.id
    if (duty === undefined) return
    if (!(await this.send({ kind: "rosters.end_on_call", duty }, `on_call_duty:${duty}`))) return
    await this.loadOnCall()
    this.editors.on_call.drop(duty)
  }
  async putOut(): Promise<void> {
    const person = this.editors.people.row
    if (person === null) return
    const path = `/api/admin/people/${person.id}/sessions`
    const reply = this.heard(await api<{ readonly sessions: number }>("DELETE", path))
    if (reply.ok) this.done = { at_ms: now.exact_ms(), ended: reply.value.sessions }
  }
}

/** To the first field that cannot be as it is. */
async function focusFault(): Promise<void> {
  await tick()
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

/** A permission in words; one that has none yet by its own. */
export function permissionText(permission: string): string {
  const key = `permission.${permission.replaceAll(":", ".")}`
  return i18n.has(key) ? i18n.say(key) : permission
}
