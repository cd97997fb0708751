/**
 * What a crew can press, and what its presses mean while they wait. Pure. The table of lawful steps is the server's
 * (`dispatch/units/core/machine.py`; a test there compares them), so that the page works when nobody can be asked.
 */

import type {
  CriticalChange,
  ReportCareTransfer,
  ReportStatus,
  UnitRow,
  UnitStatus,
} from "../../protocol/generated.ts"
import steps from "./steps.json" with { type: "json" }

export const NEXT_UNIT_STATUSES = steps as { readonly [status in UnitStatus]: readonly UnitStatus[] }

/** Time in which a press can be taken back. It is kept at once and counts from the moment it was made. */
export const UNDO_MS = 5_000

const WAY: readonly UnitStatus[] = ["acknowledged", "en_route", "on_scene", "transporting", "at_destination"]
/** Whoever carries people goes on to a hospital; an engine or a patrol is available again. */
const CARRY = new Set(["als", "bls", "hems"])

export function carriesPatients(capabilities: readonly string[]): boolean {
  return capabilities.some((each) => CARRY.has(each))
}

/** What a crew presses: a status, or that whom it brought is in other hands, which is no status (decision 0223). */
export type CrewStep = UnitStatus | "handed_over"

/** The one large button: the next step of the work, or ready again; null when there is nothing to say. */
export function nextStep(
  status: UnitStatus,
  assigned: boolean,
  carrying: boolean,
  handed = false,
): CrewStep | null {
  if (status === "available") return null
  if (status === "at_destination" && assigned && carrying && !handed) return "handed_over"
  if (!assigned)
    return NEXT_UNIT_STATUSES[status].includes("available")
      ? "available"
      : (NEXT_UNIT_STATUSES[status][0] ?? null)
  if (status === "on_scene" && !carrying) return "available"
  return (
    NEXT_UNIT_STATUSES[status].find((each) => WAY.includes(each)) ??
    (NEXT_UNIT_STATUSES[status][0] as UnitStatus)
  )
}

/** What else is lawful now, for «Otro estado». */
export function otherSteps(status: UnitStatus, foot: CrewStep | null): readonly UnitStatus[] {
  return NEXT_UNIT_STATUSES[status].filter((each) => each !== foot)
}

/** An alert that was heard is told at once: nobody is worse off by it, and the centre's clock is running. */
export function isUndoable(status: CrewStep): boolean {
  return status !== "acknowledged"
}

/**
 * The moment of a press, as ISO. A press is later than the status that the crew was looking at, and than the press
 * before it, whatever the telephone's clock says: otherwise the server would take it for one that comes too late.
 */
export function pressTime(now_ms: number, status_at: string, last: string | null): string {
  const known_ms = Math.max(Date.parse(status_at), last === null ? 0 : Date.parse(last))
  return new Date(Math.max(now_ms, Number.isFinite(known_ms) ? known_ms + 1 : now_ms)).toISOString()
}

export interface QueuedStatus {
  readonly id: string
  readonly status: CrewStep
  readonly at: string
  readonly held: boolean
}
interface OnItsWay {
  readonly id: string
  readonly held: boolean
  readonly command: { readonly kind: string }
}

/** The presses of this unit that the server has not answered yet, in their order. */
export function queuedStatusesOf(sending: readonly OnItsWay[], unit: string): readonly QueuedStatus[] {
  return sending.flatMap(({ id, held, command }) => {
    if (command.kind !== "dispatch.report_status" && command.kind !== "dispatch.report_handover") return []
    const said = command as ReportStatus | ReportCareTransfer
    const status = said.kind === "dispatch.report_status" ? said.status : "handed_over"
    return said.unit === unit ? [{ id, status, at: said.at ?? "", held }] : []
  })
}

/** A press that the server has answered and the board does not show yet. */
export interface AnsweredStatus {
  readonly status: UnitStatus
  readonly at: string
  readonly version: number
}

export interface CrewStatus {
  readonly status: UnitStatus
  readonly at: string
  /** `true` when the server has said so. Nothing else may be drawn as done. */
  readonly durable: boolean
}

/** Where the crew stands by its own word: what waits comes after what is known. */
export function crewStatusOf(
  row: Pick<UnitRow, "status" | "status_at"> & { readonly v: number },
  answered: AnsweredStatus | null,
  presses: readonly QueuedStatus[],
): CrewStatus {
  const last = presses.findLast((each) => each.status !== "handed_over")
  if (last !== undefined) return { status: last.status as UnitStatus, at: last.at, durable: false }
  if (answered !== null && answered.version > row.v)
    return { status: answered.status, at: answered.at, durable: true }
  return { status: row.status, at: row.status_at, durable: true }
}

/**
 * Whether an order that nobody has acknowledged belongs to a job that is over: it must still be read, and never be
 * taken for one of the present job. Those that the alert brought along are among the changes of its task.
 */
export function isEarlierOrder(
  order: Pick<CriticalChange, "id" | "at">,
  assigned_at: string | null,
  changes: readonly Pick<CriticalChange, "id">[],
): boolean {
  if (assigned_at === null) return false
  return Date.parse(order.at) < Date.parse(assigned_at) && !changes.some((change) => change.id === order.id)
}

/** Whether `desk` or a name on board makes a unit the crew's own, as the server asks it (dispatch/units/core/crew_authority.py). */
export function isOwnUnit(
  unit: Pick<UnitRow, "id" | "callsign" | "crew">,
  who: { readonly desk: string | null; readonly person: { readonly id: string } },
): boolean {
  const desk = who.desk?.toLowerCase()
  return (
    unit.crew.some((member) => member.person === who.person.id) ||
    desk === unit.callsign.toLowerCase() ||
    desk === unit.id
  )
}
