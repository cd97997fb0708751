/**
 * «Me necesita»: what the supervisor is needed for, by gravity and not by arrival. Each row
 * names one act, and Enter does it. Pure: the ranking is tried without a page.
 */

import { shownPriority } from "../../kit/priority.ts"
import type { CallRow, WatchKind, WatchRow } from "../../protocol/generated.ts"
import { oneRowEach } from "./one-row.ts"
import {
  isFired,
  isUnanswered,
  isWaiting,
  parseStream,
  type RoomBoard,
  RoomIndex,
  secondsBetween,
  sortableTime,
} from "./room-board.ts"

export const ATTENTION_RANKS = [
  "crew_emergency",
  "nobody_has_it",
  "p0_late",
  "desk_help",
  "no_place",
  "silent_call",
  "no_unit",
  "dead_audio",
  "degraded",
  "rest",
] as const
export type AttentionRank = (typeof ATTENTION_RANKS)[number]

/** The one thing that is written on a row. */
export type AttentionAction =
  | "hear_emergency"
  | "crew_safe"
  | "offer"
  | "take_case"
  | "answer_call"
  | "call_back"
  | "say_what_it_was"
  | "tell_duty_officer"
  | "acknowledge"
  | "phone"
  | "tell_notice"
  | "notify"
  | "plan"
  | "radio"

export interface AttentionItem {
  readonly id: string
  readonly rank: AttentionRank
  /** What it is called: a kind of watch, or one of ours (`case_without_desk`, `silent_call`, `lost_call`). */
  readonly kind: string
  readonly priority: number | null
  readonly provisional: boolean
  readonly since: string
  readonly amber_s: number | null
  readonly red_s: number | null
  readonly act: AttentionAction
  /** Nobody has said that they know. */
  readonly unheard: boolean
  readonly case: string | null
  readonly call: string | null
  readonly task: string | null
  readonly unit: string | null
  readonly desk: string | null
  readonly watch: string | null
  /** What else is wrong with the same case, the graver first. */
  readonly others: readonly AttentionItem[]
}

const NOTHING = {
  priority: null,
  provisional: false,
  amber_s: null,
  red_s: null,
  unheard: true,
  case: null,
  call: null,
  task: null,
  unit: null,
  desk: null,
  watch: null,
  others: [],
} as const

/** Told by the row of the aggregate itself, which knows more than the watch that guards it. */
const BY_NOUN: ReadonlySet<string> = new Set(["crew_emergency", "task_accept"])
const RANK_OF: { readonly [kind: string]: AttentionRank } = {
  nobody_has_it: "nobody_has_it",
  desk_help: "desk_help",
  no_location: "no_place",
  no_unit: "no_unit",
  silent_leg: "dead_audio",
  reaction_failed: "degraded",
  delivery_failed: "degraded",
  process_fault: "degraded",
  radio_lost: "degraded",
  radio_emergency: "crew_emergency",
}
/** Of every kind of promise the one act that answers it (decision 0347); a kind that is missing here does not compile. */
const ACT_OF: { readonly [kind in WatchKind]: AttentionAction } = {
  answer: "answer_call",
  call_back: "call_back",
  no_unit: "offer",
  nobody_has_it: "offer",
  plan_proposed: "plan",
  radio_emergency: "radio",
  notice: "tell_notice",
  notification_unanswered: "notify",
  // Who owes it is outside the room: they are telephoned, and that they were is the answer.
  first_unit: "phone",
  task_accept: "phone",
  alert_acknowledge: "phone",
  depart: "phone",
  arrive: "phone",
  change_acknowledge: "phone",
  crew_silent: "phone",
  unit_silent: "phone",
  crew_emergency: "phone",
  hospital_warned: "phone",
  hospitals_alert: "phone",
  hospital_door: "phone",
  step_authorise: "phone",
  // Who owes it sits in the room, or it owes nobody more than to know.
  no_location: "acknowledge",
  offer: "acknowledge",
  reassess: "acknowledge",
  silent_leg: "acknowledge",
  place_corrected: "acknowledge",
  caller_wrote: "acknowledge",
  desk_help: "acknowledge",
  handover: "acknowledge",
  operation_over: "acknowledge",
  loan_lost: "acknowledge",
  reaction_failed: "acknowledge",
  delivery_failed: "acknowledge",
  process_fault: "acknowledge",
  radio_lost: "acknowledge",
}

/** Everything that needs the supervisor, the gravest first. `own` is their desk: what they own needs nobody else. */
/** Whether what Alt+V answers is what Enter on this row answers: then one key at the foot says both. */
export function answersRow(
  row: Pick<AttentionItem, "act" | "unit" | "watch"> | undefined,
  answerable: { readonly watch?: string; readonly unit?: string } | null,
): boolean {
  if (row?.act === "hear_emergency") return row.unit !== null && row.unit === answerable?.unit
  return row?.act === "acknowledge" && row.watch !== null && row.watch === answerable?.watch
}
/** What is written on it is «Enterado». */
export function isHeard(row: Pick<AttentionItem, "act"> | undefined): boolean {
  return row?.act === "hear_emergency" || row?.act === "acknowledge"
}

/** `seated`: whether somebody is signed in at a desk that has not opened, and is on no board for that. */
export function attentionItems(
  of: RoomBoard,
  own: string | null,
  seated: (desk: string) => boolean = () => false,
): readonly AttentionItem[] {
  const index = new RoomIndex(of)
  const found = [
    ...emergencies(of),
    ...unowned(of, index),
    ...withoutDesk(
      of,
      (desk) => desk === own || index.desk.has(desk) || (seated(desk) && !unsigned(of, desk)),
    ),
    ...watched(of, index),
    ...silent(of),
    ...lost(of),
  ]
  const sorted = found.sort(
    (a, b) =>
      ATTENTION_RANKS.indexOf(a.rank) - ATTENTION_RANKS.indexOf(b.rank) ||
      Number(b.unheard) - Number(a.unheard) ||
      due_ms(a) - due_ms(b) ||
      sortableTime(a.since) - sortableTime(b.since) ||
      a.id.localeCompare(b.id),
  )
  return oneRowEach(sorted)
}

function due_ms(need: AttentionItem): number {
  return need.red_s === null ? Number.POSITIVE_INFINITY : sortableTime(need.since) + need.red_s * 1000
}

function emergencies(of: RoomBoard): readonly AttentionItem[] {
  return of.units.flatMap((unit) => {
    const alarm = unit.emergency
    if (alarm === null) return []
    const heard = alarm.answered_at != null
    return [
      {
        ...NOTHING,
        id: `unit:${unit.id}`,
        rank: "crew_emergency",
        kind: "crew_emergency",
        since: alarm.at,
        red_s: 0,
        act: heard ? "crew_safe" : "hear_emergency",
        unheard: !heard,
        unit: unit.id,
        case: unit.case,
      } satisfies AttentionItem,
    ]
  })
}

/** Tasks that were refused or not answered, and that no other centre has taken. */
function unowned(of: RoomBoard, index: RoomIndex): readonly AttentionItem[] {
  const watches = new Map(
    of.watches.filter((watch) => watch.kind === "nobody_has_it").map((watch) => [watch.subject, watch]),
  )
  return of.tasks
    .filter((task) => task.unowned && (index.case.get(task.case)?.state ?? "open") === "open")
    .map((task) => {
      const watch = watches.get(`task:${task.id}`)
      return {
        ...NOTHING,
        id: `task:${task.id}`,
        rank: "nobody_has_it",
        kind: "nobody_has_it",
        ...index.priority(task),
        since: task.nobody_since ?? task.since,
        // Somebody sees to it: it stays, and is neither heard nor red until it fires again (decision 0327).
        red_s: watch?.state === "answered" ? null : 0,
        act: "offer",
        unheard: watch?.state !== "answered",
        task: task.id,
        case: task.case,
        watch: watch?.id ?? null,
      } satisfies AttentionItem
    })
}

/** What was handed over to this desk and nobody has signed for yet: until then who sits there holds none of it. */
function unsigned(of: RoomBoard, desk: string): boolean {
  return of.handovers.some((each) => each.desk === desk && each.to === null && each.state === "offered")
}

/** Open cases that no desk owns, or whose desk has gone home. */
function withoutDesk(of: RoomBoard, holds: (desk: string) => boolean): readonly AttentionItem[] {
  return of.cases
    .filter((each) => each.state === "open")
    .filter((each) => each.owner === null || !holds(each.owner))
    .map((each) => ({
      ...NOTHING,
      id: `case:${each.id}`,
      // A case that help never left for has nobody at all; the others are followed by their centres meanwhile.
      rank: each.help_sent_at === null ? "nobody_has_it" : "rest",
      kind: "case_without_desk",
      ...shownPriority(each),
      since: each.opened_at,
      act: "take_case",
      unheard: each.help_sent_at === null,
      case: each.id,
      desk: each.owner,
    }))
}

/** Watches that reached the room, and every late one of a P0. */
function watched(of: RoomBoard, index: RoomIndex): readonly AttentionItem[] {
  const nobody = new Set(of.tasks.filter((task) => task.unowned).map((task) => `task:${task.id}`))
  return (
    of.watches
      // An aggregate's own row says what to do about it; that somebody must telephone the duty officer has a row of its own.
      .filter(
        (watch) =>
          forDutyOfficer(watch) ||
          (!BY_NOUN.has(watch.kind) && !(watch.kind === "nobody_has_it" && nobody.has(watch.subject))),
      )
      .filter((watch) => reaches(watch, index))
      .map((watch) => needOf(watch, index))
  )
}

function reaches(watch: WatchRow, index: RoomIndex): boolean {
  if (isFired(watch)) return watch.level !== "desk" || index.priority(watch).priority === 0
  return watch.state === "amber" && watch.level !== "desk"
}

function needOf(watch: WatchRow, index: RoomIndex): AttentionItem {
  const [aggregate, key] = parseStream(watch.subject)
  const shown = index.priority(watch)
  const { priority } = shown
  const own = RANK_OF[watch.kind]
  const rank = priority === 0 && isFired(watch) && !ABOVE_P0.has(own ?? "rest") ? "p0_late" : (own ?? "rest")
  const work = aggregate === "assignment" ? index.work.get(key) : undefined
  const call = watch.call ?? (aggregate === "call" ? key : null)
  const act = forDutyOfficer(watch) ? "tell_duty_officer" : ACT_OF[watch.kind]
  // A unit goes, and a part of what was asked is still nobody's.
  const uncovered = watch.kind === "no_unit" && (index.task.get(key)?.uncovered.length ?? 0) > 0
  return {
    ...NOTHING,
    id: watch.id,
    rank: rank === "no_place" && (priority ?? 0) > 1 ? "rest" : rank,
    kind: uncovered ? "uncovered" : watch.kind,
    ...shown,
    since: watch.set_at,
    amber_s: secondsBetween(watch.set_at, watch.amber_at),
    red_s: secondsBetween(watch.set_at, watch.red_at),
    act: hasWhatItNeeds(act, call, aggregate, watch.about) ? act : "acknowledge",
    case: watch.case,
    call,
    task: aggregate === "task" ? key : (work?.task ?? null),
    unit: aggregate === "unit" ? key : (work?.unit ?? null),
    desk: aggregate === "desk" ? key : (watch.to.find((party) => party.desk != null)?.desk ?? null),
    watch: watch.id,
  }
}
/** An act about a call, a task or a notice that the watch does not name could not be done: a reserved case names none. */
function hasWhatItNeeds(
  act: AttentionAction,
  call: string | null,
  aggregate: string,
  notice: string | null,
): boolean {
  if (act === "tell_notice" || act === "notify") return notice !== null
  if (act === "call_back" || act === "answer_call") return call !== null
  return act !== "offer" || aggregate === "task"
}
/** Nobody in the room has answered: somebody telephones the duty officer, and says so. */
function forDutyOfficer(watch: WatchRow): boolean {
  return watch.state === "escalated" && watch.level === "guard"
}
/** What stands higher than a late P0, or says better what is wrong with one. */
const ABOVE_P0: ReadonlySet<AttentionRank> = new Set([
  "crew_emergency",
  "nobody_has_it",
  "desk_help",
  "dead_audio",
  "degraded",
])

/** Somebody who cannot speak waits: silence is no reason to wait longer. */
function silent(of: RoomBoard): readonly AttentionItem[] {
  const told = new Set(
    of.watches.filter((watch) => watch.kind === "answer" && reachesRoom(watch)).map((w) => w.call),
  )
  return of.calls
    .filter((call) => isWaiting(call) && call.cannot_speak && !told.has(call.id))
    .map((call) => ({
      ...NOTHING,
      id: `call:${call.id}`,
      rank: "silent_call",
      kind: "silent_call",
      since: call.rang_at,
      amber_s: 6,
      red_s: 10,
      act: "answer_call",
      call: call.id,
      case: call.case,
    }))
}
function reachesRoom(watch: WatchRow): boolean {
  return isFired(watch) && watch.level !== "desk"
}

/** Unanswered, and no promise runs any more: tried twice, or never to be rung. A person says what it was. */
function lost(of: RoomBoard): readonly AttentionItem[] {
  const promised = new Set(
    of.watches.filter((watch) => watch.kind === "call_back").map((watch) => watch.call),
  )
  return of.calls
    .filter((call) => isUnanswered(call) && !promised.has(call.id))
    .map((call) => ({
      ...NOTHING,
      id: `call:${call.id}`,
      rank: "rest",
      kind: lostKind(call),
      since: call.ended_at ?? call.rang_at,
      act: call.messaged_at == null ? "say_what_it_was" : "call_back",
      unheard: false,
      call: call.id,
      case: call.case,
    }))
}

/** Two tries have failed: the room tries by hand, until they are reached or somebody says what it was. */
function lostKind(call: CallRow): string {
  if (call.call_back === "never") return "never_ring"
  return call.messaged_at == null ? "lost_call" : "reach_by_hand"
}
