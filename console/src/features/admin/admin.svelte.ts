/** People, places, roles and versions of content, as the server holds them, and what is typed and not yet saved. */

import { tick } from "svelte"
import type { GrantAsk } from "../../grants/grants.svelte.ts"
import { i18n } from "../../i18n/i18n.svelte.ts"
import { watchFocus } from "../../kit/focus.ts"
import { dayText } from "../../kit/time.ts"
import type {
  HospitalRegister,
  OnCallDuty,
  OnCallTable,
  ResponsePlanView,
  UnitRecord,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import {
  type FormErrors,
  type Organisation,
  type OrganisationDraft,
  type OrganisationKind,
  organisationBody,
  organisationDraftOf,
  organisationErrors,
  type Person,
  type PersonDraft,
  personBody,
  personDraftOf,
  personErrors,
} from "./forms.ts"
import { type HospitalDraft, hospitalCommand, hospitalDraftOf, hospitalErrors } from "./hospitals.ts"
import { type OnCallDraft, onCallCommand, onCallDraftOf, onCallErrors } from "./on-call.ts"
import { type UnitDraft, unitCommand, unitDraftOf, unitErrors } from "./units.ts"

export const SECTIONS = [
  "people",
  "grants",
  "agencies",
  "centres",
  "desks",
  "units",
  "hospitals",
  "on_call",
  "import",
  "roles",
  "plan",
  "pace",
  "content",
  "settings",
  "readiness",
] as const
export type AdminSection = (typeof SECTIONS)[number]
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
type Directory = Readonly<Record<OrganisationKind, readonly Organisation[]>>
/** The row that is being made. */
export const NEW_ROW = "+"

export class Admin {
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
  #chosen = $state<Record<string, string | null>>({})
  #people = $state<Record<string, PersonDraft>>({})
  #places = $state<Record<string, OrganisationDraft>>({})
  #units = $state<Record<string, UnitDraft>>({})
  #hospitals = $state<Record<string, HospitalDraft>>({})
  #duties = $state<Record<string, OnCallDraft>>({})

  get chosen(): string | null {
    return this.#chosen[this.section] ?? null
  }
  choose(id: string | null): void {
    this.#chosen[this.section] = id
    this.tried = false
    this.done = null
    this.problem = null
  }
  go(section: AdminSection): void {
    this.section = section
    this.tried = false
    this.done = null
    this.problem = null
  }

  async load(): Promise<void> {
    void this.look()
    const [people, directory, roles, versions, units, plan, hospitals, onCall] = await Promise.all([
      api<readonly Person[]>("GET", "/api/admin/people"),
      api<Directory>("GET", "/api/directory"),
      api<Readonly<Record<string, readonly string[]>>>("GET", "/api/admin/roles"),
      api<Versions>("GET", "/api/admin/content"),
      api<readonly UnitRecord[]>("GET", "/api/admin/units"),
      api<ResponsePlanView>("GET", "/api/admin/plan"),
      api<HospitalRegister>("GET", "/api/admin/hospitals"),
      api<OnCallTable>("GET", "/api/admin/on-call"),
    ])
    if (people.ok) this.people = people.value
    if (directory.ok) this.directory = directory.value
    if (roles.ok) this.roles = roles.value
    if (versions.ok) this.versions = versions.value
    if (units.ok) this.units = units.value
    if (plan.ok) this.plan = plan.value
    if (hospitals.ok) this.hospitals = hospitals.value
    if (onCall.ok) this.onCall = onCall.value
    const failed = [people, directory, roles, versions, units, plan, hospitals, onCall].find(
      (reply) => !reply.ok,
    )
    this.problem = failed && !failed.ok ? failed.problem : null
  }

  readonly placeKind = $derived<OrganisationKind | null>(
    this.section === "agencies" || this.section === "centres" || this.section === "desks"
      ? this.section
      : null,
  )
  readonly places = $derived<readonly Organisation[]>(
    (this.placeKind &&
      this.directory?.[this.placeKind].toSorted((a, b) =>
        a.name.localeCompare(b.name, undefined, { numeric: true }),
      )) ||
      [],
  )
  /** What people call an agency or a centre; one that is not there by its id. */
  nameOf(kind: "agencies" | "centres", id: string | null | undefined): string {
    return this.directory?.[kind].find((each) => each.id === id)?.name ?? id ?? ""
  }
  serviceName(code: string): string {
    const key = `dispatch.service.${code}`
    const named = this.versions?.services[code]
    return i18n.has(key) ? i18n.say(key) : (named?.[i18n.language] ?? named?.es ?? code)
  }
  readonly chosenPerson = $derived(this.people?.find((each) => each.id === this.#chosen.people) ?? null)

  readonly chosenUnit = $derived(this.units?.find((each) => each.id === this.#chosen.units) ?? null)

  readonly chosenHospital = $derived(
    this.hospitals?.hospitals.find((each) => each.id === this.#chosen.hospitals) ?? null,
  )

  readonly chosenDuty = $derived(this.onCall?.duties.find((each) => each.id === this.#chosen.on_call) ?? null)
  /** The function, and where it is had. */
  dutyName(duty: OnCallDuty): string {
    const place = duty.centre
      ? this.nameOf("centres", duty.centre)
      : duty.agency
        ? this.nameOf("agencies", duty.agency)
        : i18n.say("admin.on_call_everywhere")
    return `${i18n.say(`rosters.function.${duty.function}`)} · ${place}`
  }

  /** Heads the form. */
  readonly chosenName = $derived(
    this.section === "people"
      ? this.chosenPerson?.name
      : this.section === "units"
        ? this.chosenUnit?.callsign
        : this.section === "hospitals"
          ? this.chosenHospital?.name
          : this.section === "on_call"
            ? this.chosenDuty && this.dutyName(this.chosenDuty)
            : this.places.find((each) => each.id === this.chosen)?.name,
  )

  /** The draft of the row that is chosen: kept while other rows are looked at, until it is saved or discarded. */
  person(): PersonDraft | null {
    const id = this.#chosen.people
    if (!id) return null
    return this.#people[id] ?? null
  }
  place(): OrganisationDraft | null {
    return this.#places[`${this.section}:${this.chosen}`] ?? null
  }
  unit(): UnitDraft | null {
    return this.section === "units" ? (this.#units[this.chosen ?? ""] ?? null) : null
  }
  hospital(): HospitalDraft | null {
    return this.section === "hospitals" ? (this.#hospitals[this.chosen ?? ""] ?? null) : null
  }
  duty(): OnCallDraft | null {
    return this.section === "on_call" ? (this.#duties[this.chosen ?? ""] ?? null) : null
  }
  /** What a draft of somebody else begins with: saved without them, the request would be withdrawn. */
  #asked(person: Person | null): readonly string[] {
    return person === null || person.id === session.current?.person.id ? [] : this.waiting(person.id)
  }
  /** Roles of this person that wait for a second one. */
  waiting(id: string | null): readonly string[] {
    return this.requests.filter((each) => each.person === id).flatMap((each) => each.roles)
  }
  async look(): Promise<void> {
    const reply = await api<readonly GrantAsk[]>("GET", "/api/admin/grants")
    if (reply.ok && JSON.stringify(reply.value) !== JSON.stringify(this.requests))
      this.#keepingClean(() => {
        this.requests = reply.value
      })
  }
  /** A request was decided: the person has the roles now, or goes on without them. Both come in one step: between them a draft would have neither. */
  async decided(): Promise<void> {
    const requests = await api<readonly GrantAsk[]>("GET", "/api/admin/grants")
    const people = await api<readonly Person[]>("GET", "/api/admin/people")
    this.#keepingClean(() => {
      if (requests.ok && people.ok) this.requests = requests.value
      if (people.ok) this.people = people.value
    })
  }
  /** What came anew is no change of a draft that nobody has touched: it begins again with it. */
  #keepingClean(come: () => void): void {
    const clean = Object.keys(this.#people).filter((id) => !this.#dirtyPerson(id))
    come()
    for (const id of clean) {
      const person = this.people?.find((each) => each.id === id) ?? null
      this.#people[id] = personDraftOf(person, this.#asked(person))
    }
  }
  #dirtyPerson(id: string): boolean {
    const draft = this.#people[id]
    const person = this.people?.find((each) => each.id === id) ?? null
    return (
      draft !== undefined &&
      JSON.stringify(draft) !== JSON.stringify(personDraftOf(person, this.#asked(person)))
    )
  }
  /** Begins a draft of what is chosen, when there is none. Called before it is drawn: reading never writes. */
  begin(): void {
    const id = this.chosen
    if (id === null) return
    if (this.section === "people")
      this.#people[id] ??= personDraftOf(this.chosenPerson, this.#asked(this.chosenPerson))
    else if (this.section === "units") this.#units[id] ??= unitDraftOf(this.chosenUnit)
    else if (this.section === "hospitals") this.#hospitals[id] ??= hospitalDraftOf(this.chosenHospital)
    else if (this.section === "on_call") this.#duties[id] ??= onCallDraftOf(this.chosenDuty, today())
    else if (this.placeKind)
      this.#places[`${this.section}:${id}`] ??= organisationDraftOf(
        this.places.find((each) => each.id === id) ?? null,
      )
  }
  dirty(id: string): boolean {
    if (this.section === "people") return this.#dirtyPerson(id)
    if (this.section === "units") {
      const draft = this.#units[id]
      const unit = this.units?.find((each) => each.id === id) ?? null
      return draft !== undefined && JSON.stringify(draft) !== JSON.stringify(unitDraftOf(unit))
    }
    if (this.section === "hospitals") {
      const draft = this.#hospitals[id]
      const hospital = this.hospitals?.hospitals.find((each) => each.id === id) ?? null
      return draft !== undefined && JSON.stringify(draft) !== JSON.stringify(hospitalDraftOf(hospital))
    }
    if (this.section === "on_call") {
      const draft = this.#duties[id]
      const duty = this.onCall?.duties.find((each) => each.id === id) ?? null
      return draft !== undefined && JSON.stringify(draft) !== JSON.stringify(onCallDraftOf(duty, today()))
    }
    const draft = this.#places[`${this.section}:${id}`]
    const place = this.places.find((each) => each.id === id) ?? null
    return draft !== undefined && JSON.stringify(draft) !== JSON.stringify(organisationDraftOf(place))
  }
  discard(): void {
    const id = this.chosen
    if (id === null) return
    this.#forget(this.section, id)
    if (id === NEW_ROW) this.choose(null)
    else this.begin()
    this.tried = false
    this.problem = null
  }

  #forget(section: AdminSection, id: string): void {
    if (section === "people") delete this.#people[id]
    else if (section === "units") delete this.#units[id]
    else if (section === "hospitals") delete this.#hospitals[id]
    else if (section === "on_call") delete this.#duties[id]
    else delete this.#places[`${section}:${id}`]
  }

  readonly errors = $derived.by<FormErrors>(() => {
    const person = this.section === "people" ? this.person() : null
    if (person) return personErrors(person)
    const unit = this.unit()
    if (unit) return unitErrors(unit)
    const hospital = this.hospital()
    if (hospital) return hospitalErrors(hospital, this.chosenHospital)
    const duty = this.duty()
    if (duty) return onCallErrors(duty)
    const place = this.place()
    return place && this.placeKind
      ? organisationErrors(this.placeKind, place, new Set(this.places.map((each) => each.id)))
      : {}
  })
  /** What a field says of what is typed, once a save was tried. */
  errorAt(field: string): string | undefined {
    const ours = this.tried ? this.errors[field] : undefined
    return ours && i18n.say(ours)
  }

  async save(): Promise<void> {
    const [section, row] = [this.section, this.chosen]
    if (this.saving || row === null) return
    this.done = null // of an earlier save
    this.tried = true
    if (Object.keys(this.errors).length > 0) {
      await focusFault()
      return
    }
    this.saving = true
    const waitsHere = watchFocus()
    const id = await (this.section === "people"
      ? this.#savePerson()
      : this.section === "units"
        ? this.#saveUnit()
        : section === "hospitals"
          ? this.#saveHospital()
          : section === "on_call"
            ? this.#saveDuty()
            : this.#savePlace())
    this.saving = false
    if (id === null) {
      if (waitsHere()) await focusFault()
      return
    }
    // In one step: a form without a draft would not be drawn, and the focus in it would be lost.
    this.#forget(section, row)
    if (this.section !== section || this.chosen !== row) return // another row is looked at by now
    this.#chosen[section] = id
    this.begin()
    this.tried = false
    const wait = this.section === "people" ? this.waiting(id) : []
    this.done = { at_ms: now.exact_ms(), ...(wait.length > 0 ? { wait } : {}) }
  }
  async #savePerson(): Promise<string | null> {
    const draft = this.person()
    if (draft === null) return null
    const reply = await (draft.id === null
      ? api<Person>("POST", "/api/admin/people", { body: personBody(draft) })
      : api<Person>("PUT", `/api/admin/people/${draft.id}`, { body: personBody(draft) }))
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return null
    this.people = [...(this.people ?? []).filter((each) => each.id !== reply.value.id), reply.value]
    await this.look()
    return reply.value.id
  }
  /** A unit is a fact of the log; the desk at which its crew sits down goes with it. */
  async #saveUnit(): Promise<string | null> {
    const draft = this.unit()
    const mode = session.current?.mode ?? "real"
    const id = draft?.id ?? newId()
    const command =
      draft && unitCommand(draft, id, draft.id === null ? mode : (this.chosenUnit?.mode ?? mode))
    if (draft === null || command === null) return null
    const answer = await sendCommand(command, { lane: `unit:${id}` })
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return null
    const desk = command.callsign.toLowerCase()
    if (!command.retired && !this.directory?.desks.some((each) => each.id === desk)) {
      const body = { id: desk, name: command.callsign, centre: command.centre }
      const reply = await api("PUT", `/api/admin/desks/${encodeURIComponent(desk)}`, { body })
      this.problem = reply.ok ? null : reply.problem
    }
    const [units, directory] = await Promise.all([
      api<readonly UnitRecord[]>("GET", "/api/admin/units"),
      api<Directory>("GET", "/api/directory"),
    ])
    if (units.ok) this.units = units.value
    if (directory.ok) this.directory = directory.value
    return id
  }
  async #saveHospital(): Promise<string | null> {
    const draft = this.hospital()
    const id = draft?.id ?? newId()
    const command = draft && hospitalCommand(draft, id)
    if (command === null) return null
    return (await this.#sendOfHospital(command)) ? id : null
  }
  async #sendOfHospital(command: Parameters<typeof sendCommand>[0] & { hospital: string }): Promise<boolean> {
    const answer = await sendCommand(command, { lane: `hospital:${command.hospital}` })
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return false
    const hospitals = await api<HospitalRegister>("GET", "/api/admin/hospitals")
    if (hospitals.ok) this.hospitals = hospitals.value
    return true
  }
  async retireHospital(): Promise<void> {
    const hospital = this.chosenHospital
    if (hospital === null) return
    if (!(await this.#sendOfHospital({ kind: "hospitals.retire", hospital: hospital.id }))) return
    this.#forget("hospitals", hospital.id)
    if (this.#chosen.hospitals === hospital.id) this.#chosen.hospitals = null
  }
  async #saveDuty(): Promise<string | null> {
    const draft = this.duty()
    const id = draft?.id ?? newId()
    return draft !== null && (await this.#sendOfDuty(onCallCommand(draft, id))) ? id : null
  }
  async #sendOfDuty(command: Parameters<typeof sendCommand>[0] & { duty: string }): Promise<boolean> {
    const answer = await sendCommand(command, { lane: `on_call_duty:${command.duty}` })
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return false
    const table = await api<OnCallTable>("GET", "/api/admin/on-call")
    if (table.ok) this.onCall = table.value
    return true
  }
  async endDuty(): Promise<void> {
    const duty = this.chosenDuty
    if (duty === null) return
    if (!(await this.#sendOfDuty({ kind: "rosters.end_on_call", duty: duty.id }))) return
    this.#forget("on_call", duty.id)
    if (this.#chosen.on_call === duty.id) this.#chosen.on_call = null
  }
  async #savePlace(): Promise<string | null> {
    const [kind, draft] = [this.placeKind, this.place()]
    if (kind === null || draft === null) return null
    const reply = await api("PUT", `/api/admin/${kind}/${encodeURIComponent(draft.id)}`, {
      body: organisationBody(kind, draft),
    })
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return null
    const directory = await api<Directory>("GET", "/api/directory")
    if (directory.ok) this.directory = directory.value
    return draft.id
  }
  async putOut(): Promise<void> {
    const person = this.chosenPerson
    if (person === null) return
    const reply = await api<{ readonly sessions: number }>(
      "DELETE",
      `/api/admin/people/${person.id}/sessions`,
    )
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.done = { at_ms: now.exact_ms(), ended: reply.value.sessions }
  }
}

/** To the first field that cannot be as it is. */
async function focusFault(): Promise<void> {
  await tick()
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

/** The day on the calendar of the centre, `2026-11-28`. */
function today(): string {
  return dayText(now.exact_ms())
}

/** A permission in words; one that has none yet by its own. */
export function permissionText(permission: string): string {
  const key = `admin.can.${permission.replaceAll(":", ".")}`
  return i18n.has(key) ? i18n.say(key) : permission
}
