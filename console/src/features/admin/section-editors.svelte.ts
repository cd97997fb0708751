/** One editor for each section whose rows are edited: how its rows are read, judged and saved. */

import { capabilityLabel } from "../../hospitals/hospitals.svelte.ts"
import { i18n, tOr } from "../../i18n/i18n.svelte.ts"
import { roleWords } from "../../kit/roles.ts"
import { calendarDay, dayText } from "../../kit/time.ts"
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
import {
  dutyState,
  hoursText,
  type OnCallDraft,
  onCallCommand,
  onCallDraftOf,
  onCallErrors,
} from "./on-call.ts"
import { RowEditor, type SeriesSource } from "./row-editor.svelte.ts"
import { SERIES_FILE } from "./series.ts"
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
  serviceName(code: string): string
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
    rows: () =>
      store.people?.toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name)) ??
      null,
    nameOf: (person) => person.name,
    detailOf: (person) => {
      const waiting = store.waiting(person.id).map(roleWords)
      return joined(
        person.roles.map(roleWords).join(", "),
        // A centre's name says whose it is.
        person.centre ? store.nameOf("centres", person.centre) : store.nameOf("agencies", person.agency),
        waiting.length > 0 && i18n.say("grants.waits_for", { roles: waiting.join(", ") }),
      )
    },
    wordsOf: (person) => [
      person.login,
      person.phone,
      person.staff_number,
      store.nameOf("agencies", person.agency),
    ],
    agencyOf: (person) => person.agency,
    agencyName: (agency) => store.nameOf("agencies", agency),
    statesOf: (person) => [
      person.active ? "person_active" : "retired",
      ...(store.waiting(person.id).length > 0 ? ["waiting"] : []),
      ...(person.active && person.password_given ? ["password_given"] : []),
    ],
    draftOf: (person) => personDraftOf(person, asked(person)),
    errorsOf: personErrors,
    copyOf: (draft) => ({
      ...draft,
      id: null,
      login: "",
      name: "",
      phone: "",
      staff_number: "",
      password: "",
      active: true,
    }),
    seriesOf: (draft) => ({
      kind: "people",
      key: draft.login,
      name: draft.name,
      file: (series) => SERIES_FILE.people(series, draft),
    }),
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
    detailOf: (place) =>
      joined(
        place.service && store.serviceName(place.service),
        place.agency && store.nameOf("agencies", place.agency),
        place.centre && store.nameOf("centres", place.centre),
        place.roles?.map(roleWords).join(", "),
        place.phone,
      ),
    wordsOf: (place) => [place.id, store.nameOf("agencies", agencyOfPlace(store, place))],
    agencyOf: (place) => agencyOfPlace(store, place),
    agencyName: (agency) => store.nameOf("agencies", agency),
    statesOf: (place) =>
      kind === "agencies" ? [place.has_console === false ? "by_phone" : "has_console"] : [],
    draftOf: organisationDraftOf,
    copyOf: (draft) => ({ ...draft, fresh: true, id: "", name: "", phone: "" }),
    ...(kind === "desks" ? { seriesOf: deskSeries } : {}),
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
    rows: () => store.units?.toSorted((a, b) => Number(a.retired) - Number(b.retired)) ?? null,
    nameOf: (unit) => unit.callsign,
    detailOf: (unit) =>
      unit.capabilities.map((code) => translated(`dispatch.capability.${code}`, code)).join(", "),
    wordsOf: (unit) => [
      store.nameOf("centres", unit.centre),
      store.nameOf("agencies", unit.agency),
      unit.talk_group,
      unit.phone,
    ],
    agencyOf: (unit) => unit.agency,
    agencyName: (agency) => store.nameOf("agencies", agency),
    statesOf: (unit) => [
      unit.retired ? "retired" : unit.out ? "unit_out" : "unit_in",
      ...(unit.mode === session.current?.mode ? [] : ["other_mode"]),
    ],
    draftOf: unitDraftOf,
    errorsOf: unitErrors,
    copyOf: (draft) => ({ ...draft, id: null, callsign: "", radios: "", phone: "", retired: false }),
    seriesOf: (draft) => ({
      kind: "units",
      key: draft.callsign,
      name: "",
      file: (series) => SERIES_FILE.units(series, draft),
    }),
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
    detailOf: (hospital) =>
      joined(
        hospital.can.map(capabilityLabel).join(", ") || i18n.say("hospitals.can_nothing"),
        hospital.phone,
      ),
    draftOf: hospitalDraftOf,
    errorsOf: hospitalErrors,
    copyOf: (draft) => ({ ...draft, id: null, name: "", phone: "", no_phone: false, place: null }),
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
    detailOf: dutyDetail,
    wordsOf: (duty) => duty.contacts.map((each) => each.phone),
    agencyOf: (duty) =>
      duty.agency ?? store.directory?.centres.find((each) => each.id === duty.centre)?.agency,
    agencyName: (agency) => store.nameOf("agencies", agency),
    statesOf: ({ hours }) => [dutyState(hours, dayText(now.exact_ms()))],
    // The first day of a new one is today on the calendar of the centre.
    draftOf: (duty) => onCallDraftOf(duty, dayText(now.exact_ms())),
    errorsOf: onCallErrors,
    copyOf: (draft) => ({ ...draft, id: null }),
    save: async (draft) => {
      const id = draft.id ?? newId()
      if (!(await store.send(onCallCommand(draft, id), `on_call_duty:${id}`))) return null
      await store.loadOnCall()
      return id
    },
  })
}

function deskSeries(draft: OrganisationDraft): SeriesSource {
  return {
    kind: "desks",
    key: draft.id,
    name: draft.name,
    file: (series) => SERIES_FILE.desks(series, draft),
  }
}
function dutyDetail({ contacts, hours }: OnCallDuty): string {
  const first = calendarDay(hours.first_day, i18n.language)
  const dates = hours.last_day
    ? i18n.say("admin.on_call_between", { first, last: calendarDay(hours.last_day, i18n.language) })
    : i18n.say("admin.on_call_since", { first })
  return joined(contacts.map((each) => each.name).join(", "), hoursText(hours, i18n.language), dates)
}
function joined(...words: readonly (string | null | undefined | false)[]): string {
  return words.filter(Boolean).join(" · ")
}
/** The agency of a centre, or of the centre at which a desk stands; none of an agency itself. */
function agencyOfPlace(store: DirectoryStore, place: Organisation): string | undefined {
  return place.agency ?? store.directory?.centres.find((each) => each.id === place.centre)?.agency
}
function translated(key: string, otherwise: string): string {
  return i18n.has(key) ? i18n.say(key) : otherwise
}
/** The function, and where it is had. */
export function dutyName(store: DirectoryStore, duty: OnCallDuty): string {
  const place = duty.centre
    ? store.nameOf("centres", duty.centre)
    : duty.agency
      ? store.nameOf("agencies", duty.agency)
      : i18n.say("admin.on_call_everywhere")
  const party =
    duty.function === "plan_party" && store.onCall?.parties.find((each) => each.code === duty.notice)
  if (party)
    return `${party.name[i18n.language] ?? party.name.es} · ${i18n.say("rosters.function.plan_party")}`
  const whom = duty.notice
    ? tOr(`triage.notify.${duty.notice}`, "common.plain", { text: duty.notice })
    : i18n.say(`rosters.function.${duty.function}`)
  return `${whom} · ${place}`
}
