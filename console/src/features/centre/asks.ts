/**
 * The questions that a key of this page opens: digits to choose by, a line or two of words, one command.
 * Each says what it asks and what it sends; `AskLayer` draws them all.
 */

import { NEEDS, type Option, optionsFor, shownOf, toldOption } from "../../hospitals/options.ts"
import { t, tOr } from "../../i18n/i18n.svelte.ts"
import type {
  AgeBand,
  AidReason,
  AskForAid,
  Can,
  PatientOutcome,
  PatientRow,
  PatientState,
  RefusalReason,
  SignOnCrew,
  TaskOutcome,
  TaskRow,
  Triage,
  UnitRow,
  WarnHospital,
} from "../../protocol/generated.ts"
import { directory } from "../../state/directory.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { newId } from "../../state/sending.svelte.ts"
import type { Centre } from "./centre.svelte.ts"
import { type Diversion, lends, without } from "./model.ts"
import { radioCommand, radioGroup, radioText } from "./radio-asks.ts"
import { asked } from "./words.ts"

export interface Choice {
  readonly id: string
  readonly key: string
  readonly label: string
  readonly detail?: string
}
export interface AskField {
  readonly id: string
  readonly label: string
  readonly required?: boolean
  readonly value?: string
}
export type Said = { readonly choice: string } & { readonly [field: string]: string }
export interface Ask {
  readonly title: string
  readonly choices?: readonly Choice[]
  readonly chosen?: string
  readonly select?: { readonly label: string; readonly options: readonly { value: string; label: string }[] }
  readonly fields?: readonly AskField[]
  readonly does: string
  /** What it sends; or the next question. */
  run(said: Said): Promise<Answer | Ask> | Ask | undefined
}

const digits = (labels: readonly (readonly [id: string, label: string])[]): readonly Choice[] =>
  labels.map(([id, label], index) => ({ id, key: String(index + 1), label }))

const REFUSALS = ["no_unit", "not_ours", "not_our_area", "facts_missing", "attended", "safety"] as const
export function refuse(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.refuse_why"),
    choices: [
      ...digits(REFUSALS.map((id) => [id, t(`dispatch.refusal.${id}`)])),
      { id: "other", key: "9", label: t("dispatch.refusal.other") },
    ],
    does: t("centre.refuse"),
    run: ({ choice }) =>
      centre.leave({ kind: "dispatch.refuse_task", task: task.id, reason: choice as RefusalReason }),
  }
}

const OUTCOMES = [
  "attended",
  "transported",
  "handed_over",
  "not_needed",
  "not_found",
  "care_refused",
  "false_alarm",
  "other",
] as const
export function end(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.end_how"),
    choices: [
      ...digits(OUTCOMES.map((id) => [id, t(`dispatch.outcome.${id}`)])),
      {
        id: "no_report",
        key: "0",
        label: t("dispatch.outcome.no_report"),
        detail: t("centre.attempts", { count: task.contact_attempts }),
      },
    ],
    does: t("centre.end"),
    run: ({ choice }) =>
      centre.leave({ kind: "dispatch.end_task", task: task.id, outcome: choice as TaskOutcome }),
  }
}

export function release(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.release_title"),
    fields: [
      { id: "to", label: t("centre.release_to"), required: true },
      { id: "reason", label: t("centre.reason"), required: true },
    ],
    does: t("centre.release"),
    run: ({ to = "", reason = "" }) =>
      centre.leave({ kind: "dispatch.release_task", task: task.id, to, reason }),
  }
}

export function cancel(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.cancel_title"),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.cancel"),
    run: ({ reason = "" }) =>
      centre.send(
        { kind: "dispatch.cancel_task", task: task.id, change: newId(), reason },
        `task:${task.id}`,
      ),
  }
}

/** One recorded attempt to learn how a silent task goes: two of them, and it may end without a report. */
export function attempt(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.attempt_title"),
    fields: [{ id: "whom", label: t("centre.attempt_whom"), required: true }],
    choices: digits([
      ["no", t("centre.attempt_no")],
      ["yes", t("centre.attempt_yes")],
    ]),
    does: t("centre.attempt"),
    run: ({ choice, whom = "" }) =>
      centre.send(
        { kind: "dispatch.try_contact", task: task.id, whom, reached: choice === "yes" },
        `task:${task.id}`,
      ),
  }
}

/** Told by telephone, for whoever holds the permission: to whom, and what they read back. */
export function tell(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.tell_title", { centre: task.centre }),
    fields: [
      { id: "to", label: t("centre.tell_to"), required: true },
      { id: "read_back", label: t("centre.tell_read_back"), required: true },
    ],
    does: t("centre.tell"),
    run: ({ to = "", read_back = "" }) =>
      centre.send({ kind: "dispatch.tell_task", task: task.id, to, read_back }, `task:${task.id}`),
  }
}

const LEVEL = "level:"
/** More help than was asked, one thing or all of a higher alarm: the plan says of whom, and asks nobody twice. */
export function more(
  centre: Centre,
  task: TaskRow,
  capabilities: readonly string[],
  levels: readonly number[],
): Ask {
  const it = centre.cases.get(task.case)
  const named = (code: string) => tOr(`dispatch.capability.${code}`, "common.plain", { text: code })
  return {
    title: t("centre.more_title"),
    select: {
      label: t("centre.more_what"),
      options: [
        ...levels.map((level) => ({ value: `${LEVEL}${level}`, label: t("centre.alarm_level", { level }) })),
        ...capabilities.map((value) => ({ value, label: named(value) })),
      ],
    },
    does: t("centre.more"),
    run: ({ select = "" }) =>
      centre.send({
        kind: "dispatch.send_help",
        case: task.case,
        mode: task.mode,
        priority: task.priority,
        send: [...(it?.send ?? []), ...(select.startsWith(LEVEL) ? [] : [select])],
        ...(select.startsWith(LEVEL) ? { level: Number(select.slice(LEVEL.length)) } : {}),
        ...(it?.type ? { type: it.type } : {}),
        ...(it?.location?.municipality ? { municipality: it.location.municipality } : {}),
        ...(task.place ? { place: task.place } : {}),
      }),
  }
}

const WHY_AID = [
  "no_free_unit",
  "no_such_unit",
  "nearer",
  "relief",
  "other",
] as const satisfies readonly AidReason[]
/** Mutual aid: first of whom, then what and why. The task stays here. What is missing is chosen already. */
export function aid(centre: Centre, task: TaskRow): Ask {
  const open = without(
    task.capabilities,
    centre.aids.filter(lends).flatMap((each) => each.capabilities),
  )
  const missing = centre.missing.filter((code) => open.includes(code))
  const parts = new Map<string, AskForAid["capabilities"]>()
  const [first, ...more] = missing
  if (first) parts.set("missing", [first, ...more])
  for (const code of new Set(open)) parts.set(code, [code])
  const ask = (to: string): Ask => ({
    title: t("centre.aid_title", { centre: directory.centreName(to) }),
    select: {
      label: t("centre.aid_what"),
      options: [...parts].map(([value, codes]) => ({ value, label: asked(codes) })),
    },
    choices: digits(WHY_AID.map((id) => [id, t(`dispatch.aid.${id}`)])),
    fields: [{ id: "words", label: t("centre.aid_words") }],
    does: t("centre.aid"),
    run: ({ choice, select = "", words = "" }) =>
      centre.send(
        {
          kind: "dispatch.ask_for_aid",
          task: task.id,
          aid: newId(),
          centre: to,
          capabilities: parts.get(select) ?? [select],
          reason: choice as AidReason,
          ...(words ? { words } : {}),
        },
        `task:${task.id}`,
      ),
  })
  if (parts.size === 0)
    return { title: t("centre.aid_all_asked"), choices: [], does: "", run: () => undefined }
  return {
    title: t("centre.aid_whom"),
    choices: digits(centre.neighbours.map((id) => [id, directory.centreName(id)])),
    does: t("centre.aid"),
    run: ({ choice }) => ask(choice),
  }
}

export function hazard(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.hazard_title"),
    choices: digits([
      ["hazard", t("centre.hazard_other")],
      ["wait_for_police", t("dispatch.change.wait_for_police")],
    ]),
    fields: [{ id: "words", label: t("centre.hazard_words"), required: true }],
    does: t("centre.hazard"),
    run: ({ choice, words = "" }) =>
      centre.send({ kind: "cases.note_hazard", case: task.case, hazard: { code: choice, words } }),
  }
}

// --- units

export function order(centre: Centre, unit: UnitRow): Ask {
  return {
    title: t("centre.order_title", { callsign: unit.callsign }),
    choices: digits([
      ["wait_for_police", t("dispatch.change.wait_for_police")],
      ["hazard", t("centre.hazard_other")],
    ]),
    fields: [{ id: "words", label: t("centre.order_words"), required: true }],
    does: t("centre.order"),
    run: ({ choice, words = "" }) =>
      centre.send(
        {
          kind: "dispatch.send_order",
          unit: unit.id,
          change: newId(),
          change_kind: choice as "wait_for_police" | "hazard",
          words,
        },
        `unit:${unit.id}`,
      ),
  }
}

export function letGo(centre: Centre, unit: UnitRow): Ask {
  return {
    title: t("centre.let_go_title", { callsign: unit.callsign }),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.let_go"),
    run: ({ reason = "" }) =>
      centre.send({ kind: "dispatch.release_unit", unit: unit.id, reason }, `unit:${unit.id}`),
  }
}

/** A run to something milder comes here: why is told to its crew, and stays with the task that it leaves. */
export function divert(centre: Centre, diversion: Diversion): Ask {
  const { callsign, task, unit, leaves, travel_s, by } = diversion
  return {
    title: t("centre.divert_title", { callsign }),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.divert_does"),
    run: ({ reason = "" }) =>
      centre.send(
        {
          kind: "dispatch.divert_unit",
          assignment: newId(),
          change: newId(),
          unit,
          task,
          leaves,
          reason,
          eta_s: travel_s,
          eta_by: by,
          proposed: "diverted",
        },
        `task:${task}`,
      ),
  }
}

/** The crew said by radio that it knows: of the oldest order that waits. */
export function heardByRadio(centre: Centre, unit: UnitRow): Ask {
  const waiting = unit.orders.find((each) => !each.acknowledged)
  return {
    title: t("centre.radio_title", { callsign: unit.callsign, words: waiting?.new ?? "" }),
    fields: [{ id: "told_to", label: t("centre.radio_who"), required: true, value: unit.callsign }],
    does: t("centre.radio"),
    run: ({ told_to = "" }) =>
      waiting &&
      centre.send(
        { kind: "dispatch.acknowledge_order", unit: unit.id, change: waiting.id, told_to },
        `unit:${unit.id}`,
      ),
  }
}

export function safe(centre: Centre, unit: UnitRow): Ask {
  return {
    title: t("centre.safe_title", { callsign: unit.callsign }),
    fields: [{ id: "words", label: t("centre.safe_words"), required: true }],
    does: t("centre.safe"),
    run: ({ words = "" }) =>
      centre.send({ kind: "dispatch.answer_emergency", unit: unit.id, over: true, words }, `unit:${unit.id}`),
  }
}

/** Who crews it now; without a name nobody does, and it is out of service. */
export function crew(centre: Centre, unit: UnitRow): Ask {
  const lane = `unit:${unit.id}`
  return {
    title: t("centre.crew_title", { callsign: unit.callsign }),
    fields: [
      {
        id: "names",
        label: t("centre.crew_names"),
        value: unit.crew.map((each) => each.name).join(", "),
      },
    ],
    does: t("centre.crew"),
    run: ({ names = "" }) => {
      const people = names
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean)
      if (people.length === 0) return centre.send({ kind: "dispatch.sign_off_crew", unit: unit.id }, lane)
      const known = new Map(unit.crew.map((each) => [each.name, each]))
      const role = unit.crew[0]?.role ?? "technician"
      return centre.send(
        {
          kind: "dispatch.sign_on_crew",
          unit: unit.id,
          crew: people.map((name) => known.get(name) ?? { name, role }) as SignOnCrew["crew"],
        },
        lane,
      )
    },
  }
}

// --- patients

const AGES = ["infant", "child", "adult", "elderly", "unknown"] as const
const COLOURS = ["red", "yellow", "green", "black"] as const
export function newPatient(centre: Centre, task: TaskRow): Ask {
  return {
    title: t("centre.patient_new"),
    choices: digits(AGES.map((id) => [id, t(`dispatch.patient.age.${id}`)])),
    fields: [{ id: "words", label: t("centre.patient_words") }],
    does: t("centre.patient_add"),
    run: ({ choice, words = "" }) =>
      centre.send(
        {
          kind: "dispatch.record_patient",
          patient: newId(),
          case: task.case,
          mode: task.mode,
          age: choice as AgeBand,
          ...(words ? { words } : {}),
        },
        `patients:${task.case}`,
      ),
  }
}

const SHOWN_MAX = 8

/** Hospitals by the road with what they can take, then those set aside with their reason; a person decides. */
async function hospital(centre: Centre, of: PatientRow, need: Can | null): Promise<Ask> {
  const colour = of.triage == null || of.triage === "black" ? null : of.triage
  const options = await optionsFor(centre.case?.location?.point, colour, need)
  const all = [...(options?.proposed ?? []), ...(options?.aside ?? [])].slice(0, SHOWN_MAX)
  const title = `${t("dispatch.patient.number", { number: of.number })} · ${t("centre.patient_hospital")}`
  const does = t("centre.patient_hospital")
  const warn = (name: string, words: string, to?: Option) =>
    centre.send(
      {
        kind: "dispatch.warn_hospital",
        patient: of.id,
        hospital: name,
        ...(to ? { to: to.hospital } : {}),
        shown: shownOf(options, colour) as unknown as NonNullable<WarnHospital["shown"]>,
        ...(words ? { words } : {}),
      },
      `patients:${of.case}`,
    )
  const named: Ask = {
    title,
    fields: [
      {
        id: "hospital",
        label: t("centre.patient_hospital_name"),
        required: true,
        value: of.hospital?.name ?? "",
      },
      { id: "words", label: t("centre.patient_words") },
    ],
    does,
    run: ({ hospital: name = "", words = "" }) => warn(name, words),
  }
  if (all.length === 0) return named
  const choices = all.map((each, nth) => ({
    id: each.hospital,
    key: String(nth + 1),
    label: each.name,
    detail: toldOption(each, colour),
  }))
  return {
    title,
    choices: [...choices, { id: "other", key: "9", label: t("hospitals.other") }],
    fields: [{ id: "words", label: t("centre.patient_words") }],
    does,
    run: ({ choice, words = "" }) => {
      const to = all.find((each) => each.hospital === choice)
      return to ? warn(to.name, words, to) : named
    },
  }
}

/** What can be said of one patient, a digit each. */
export function patient(centre: Centre, of: PatientRow): Ask {
  const send = (more: object) => centre.send({ patient: of.id, ...more } as never, `patients:${of.case}`)
  const update = (more: object) => send({ kind: "dispatch.update_patient", ...more })
  const title = t("dispatch.patient.number", { number: of.number })
  const next: Record<string, () => Ask> = {
    triage: () => ({
      title: `${title} · ${t("centre.patient_triage")}`,
      choices: digits(COLOURS.map((id) => [id, t(`dispatch.patient.triage.${id}`)])),
      does: t("common.save"),
      run: ({ choice }) => update({ triage: choice as Triage }),
    }),
    unit: () => ({
      title: `${title} · ${t("centre.patient_unit")}`,
      choices: digits(
        centre.units
          .filter((unit) => unit.case === of.case)
          .slice(0, 8)
          .map((unit) => [unit.id, unit.callsign]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ unit: choice, state: "with_unit" }),
    }),
    state: () => ({
      title: `${title} · ${t("centre.patient_state")}`,
      choices: digits(
        (["waiting", "with_unit", "on_the_way", "stayed"] as const).map((id) => [
          id,
          t(`dispatch.patient.state.${id}`),
        ]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ state: choice as PatientState }),
    }),
    hospital: () => ({
      title: `${title} · ${t("hospitals.need")}`,
      choices: digits([
        ["", t("hospitals.need.none")],
        ...NEEDS.map((id) => [id, t(`hospitals.can.${id}`)] as const),
      ]),
      does: "",
      run: ({ choice }) => hospital(centre, of, (choice || null) as Can | null),
    }),
    knows: () => ({
      title: `${title} · ${t("centre.patient_knows")}`,
      fields: [{ id: "by", label: t("centre.patient_knows_who"), required: true }],
      does: t("centre.patient_knows"),
      run: ({ by = "" }) => send({ kind: "dispatch.hospital_acknowledged", by }),
    }),
    handed: () => ({
      title: `${title} · ${t("centre.patient_handed")}`,
      fields: [
        { id: "to", label: t("centre.patient_handed_to"), required: true, value: of.hospital?.name ?? "" },
      ],
      does: t("centre.patient_handed"),
      run: ({ to = "" }) => send({ kind: "dispatch.hand_over", to }),
    }),
    outcome: () => ({
      title: `${title} · ${t("centre.patient_outcome")}`,
      choices: digits(
        (["hospital", "advice", "care_refused", "left", "deceased", "other"] as const).map((id) => [
          id,
          t(`dispatch.patient.outcome.${id}`),
        ]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ outcome: choice as PatientOutcome }),
    }),
    facts: () => ({
      title: `${title} · ${t("centre.patient_facts")}`,
      choices: digits(AGES.map((id) => [id, t(`dispatch.patient.age.${id}`)])),
      ...(of.age ? { chosen: of.age } : {}),
      fields: [{ id: "words", label: t("centre.patient_words"), value: of.words ?? "" }],
      does: t("common.save"),
      run: ({ choice, words = "" }) => update({ age: choice as AgeBand, ...(words ? { words } : {}) }),
    }),
  }
  return {
    title,
    choices: digits([
      ["triage", t("centre.patient_triage")],
      ["unit", t("centre.patient_unit")],
      ["state", t("centre.patient_state")],
      ["hospital", t("centre.patient_hospital")],
      ["knows", t("centre.patient_knows")],
      ["handed", t("centre.patient_handed")],
      ["outcome", t("centre.patient_outcome")],
      ["facts", t("centre.patient_facts")],
    ]),
    does: "",
    run: ({ choice }) => next[choice]?.(),
  }
}

/** By the name that `commands.ts` gives them. */
export const OF_UNIT = { order, letGo, heardByRadio, safe, crew, radioText } as const
export const OF_TASK = {
  refuse,
  end,
  release,
  cancel,
  attempt,
  tell,
  aid,
  hazard,
  newPatient,
  radioGroup,
  radioCommand,
} as const
