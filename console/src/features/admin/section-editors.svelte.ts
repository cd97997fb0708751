/** One editor for each section whose rows are edited: how its rows are read, judged and saved. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import { dayText } from "../../kit/time.ts"
import type {
  HospitalRecord,
  HospitalRegister,
  OnCallDuty,
  OnCallTable,
  UnitRecord,
} from "../../protocol/generated.ts"
import { api, type Reply } from "../../state/api.ts"
import { newId, type sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import {
  type Directory,
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
import { RowEditor } from "./row-editor.svelte.ts"
import { type UnitDraft, unitCommand, unitDraftOf, unitErrors } from "./units.ts"

/** What the server holds of the directory, as the editors read it and ask for it again. */
export interface DirectoryStore {
  readonly people: readonly Person[] | null
  readonly directory: Directory | null
  readonly units: readonly UnitRecord[] | null
  readonly hospitals: HospitalRegister | null
  readonly onCall: OnCallTable | null
  /** Roles of this person that wait for a second one. */
  waiting(id: string | null): readonly string[]
  nameOf(kind: "agencies" | "centres", id: string | null | undefined): string
  keepPerson(person: Person): Promise<void>
  loadDirectory(): Promise<void>
  loadUnits(): Promise<void>
  loadHospitals(): Promise<void>
  loadOnCall(): Promise<void>
  /** Keeps why an answer refused; the form shows it. */
  heard<T>(reply: Reply<T>): Reply<T>
  /** Whether the command was done. Commands of one lane go one after the other. */
  send(command: Parameters<typeof sendCommand>[0], lane: string): Promise<boolean>
}

export function peopleEditor(store: DirectoryStore): RowEditor<Person, PersonDraft> {
  /** What a draft of somebody else begins with: saved without them, the request would be withdrawn. */
  const asked = (person: Person | null): readonly string[] =>
    person === null || person.id === session.current?.person.id ? [] : store.waiting(person.id)
  return new RowEditor({
    rows: () => store.people,
    nameOf: (person) => person.name,
    draftOf: (person) => personDraftOf(person, asked(person)),
    errorsOf: personErrors,
    save: async (draft) => {
      const body = personBody(draft)
      const reply = store.heard(
        await (draft.id === null
          ? api<Person>("POST", "/api/admin/people", { body })
          : api<Person>("PUT", `/api/admin/people/${draft.id}`, { body })),
      )
      if (!reply.ok) return null
      await store.keepPerson(reply.value)
      return reply.value.id
    },
  })
}

export function placeEditor(
  store: DirectoryStore,
  kind: OrganisationKind,
): RowEditor<Organisation, OrganisationDraft> {
  const editor: RowEditor<Organisation, OrganisationDraft> = new RowEditor({
    rows: () =>
      store.directory?.[kind].toSorted((a, b) =>
        a.name.localeCompare(b.name, undefined, { numeric: true }),
      ) ?? null,
    nameOf: (place) => place.name,
    draftOf: organisationDraftOf,
    errorsOf: (draft) => organisationErrors(kind, draft, new Set((editor.rows ?? []).map((each) => each.id))),
    save: async (draft) => {
      const path = `/api/admin/${kind}/${encodeURIComponent(draft.id)}`
      const reply = store.heard(await api("PUT", path, { body: organisationBody(kind, draft) }))
      if (!reply.ok) return null
      await store.loadDirectory()
      return draft.id
    },
  })
  return editor
}

/** A unit is a fact of the log; the desk at which its crew sits down goes with it. */
export function unitEditor(store: DirectoryStore): RowEditor<UnitRecord, UnitDraft> {
  return new RowEditor({
    rows: () => store.units,
    nameOf: (unit) => unit.callsign,
    draftOf: unitDraftOf,
    errorsOf: unitErrors,
    save: async (draft, unit) => {
      const mode = session.current?.mode ?? "real"
      const id = draft.id ?? newId()
      const command = unitCommand(draft, id, unit?.mode ?? mode)
      if (command === null || !(await store.send(command, `unit:${id}`))) return null
      const desk = command.callsign.toLowerCase()
      if (!command.retired && !store.directory?.desks.some((each) => each.id === desk)) {
        const body = { id: desk, name: command.callsign, centre: command.centre }
        store.heard(await api("PUT", `/api/admin/desks/${encodeURIComponent(desk)}`, { body }))
      }
      await Promise.all([store.loadUnits(), store.loadDirectory()])
      return id
    },
  })
}

export function hospitalEditor(store: DirectoryStore): RowEditor<HospitalRecord, HospitalDraft> {
  return new RowEditor({
    rows: () => store.hospitals?.hospitals ?? null,
    nameOf: (hospital) => hospital.name,
    draftOf: hospitalDraftOf,
    errorsOf: hospitalErrors,
    save: async (draft) => {
      const id = draft.id ?? newId()
      const command = hospitalCommand(draft, id)
      if (command === null || !(await store.send(command, `hospital:${id}`))) return null
      await store.loadHospitals()
      return id
    },
  })
}

export function onCallEditor(store: DirectoryStore): RowEditor<OnCallDuty, OnCallDraft> {
  return new RowEditor({
    rows: () => store.onCall?.duties ?? null,
    nameOf: (duty) => dutyName(store, duty),
    // The first day of a new one is today on the calendar of the centre.
    draftOf: (duty) => onCallDraftOf(duty, dayText(now.exact_ms())),
    errorsOf: onCallErrors,
    save: async (draft) => {
      const id = draft.id ?? newId()
      if (!(await store.send(onCallCommand(draft, id), `on_call_duty:${id}`))) return null
      await store.loadOnCall()
      return id
    },
  })
}

/** The function, and where it is had. */
export function dutyName(store: DirectoryStore, duty: OnCallDuty): string {
  const place = duty.centre
    ? store.nameOf("centres", duty.centre)
    : duty.agency
      ? store.nameOf("agencies", duty.agency)
      : i18n.say("admin.on_call_everywhere")
  return `${i18n.say(`rosters.function.${duty.function}`)} · ${place}`
}
