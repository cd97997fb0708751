/** An operation as it is being stated: what is typed, before it is a command. Pure. */

import { zoneDateTime } from "../../planned-events/operations.ts"
import type {
  AnyCommand,
  NamedPlace,
  OperationRow,
  PlanLine,
  PlannedEventKind,
  Point,
  Priority,
} from "../../protocol/generated.ts"

export const OPERATION_KINDS = [
  "concert",
  "festival",
  "sport",
  "race",
  "demonstration",
  "procession",
  "fair",
  "fireworks",
  "official_visit",
  "other",
] as const satisfies readonly PlannedEventKind[]
export const PLACE_KINDS = [
  "gate",
  "meeting_point",
  "first_aid",
  "access",
  "command_post",
  "other",
] as const satisfies readonly NamedPlace["kind"][]
export const SERVICES = ["HEALTH", "FIRE", "POLICE", "CIVIL_PROTECTION"] as const
export type PlannedOperation = Extract<AnyCommand, { kind: "preventive.plan" }>["planned"]

export interface ResourceLineDraft {
  services: string[]
  types: string
  up_to: string
}
export interface NamedPlaceDraft {
  name: string
  kind: NamedPlace["kind"]
  said: string
  point: Point
}
export interface OperationDraft {
  name: string
  kind: PlannedEventKind
  starts: string
  ends: string
  zone: string
  ring: readonly Point[]
  agency: string
  agencies: string[]
  desks: string
  post_phone: string
  talk_group: string
  crowd: string
  responsible: string
  phone: string
  notes: string
  plan: ResourceLineDraft[]
  places: NamedPlaceDraft[]
}

export function newOperationDraft(zone: string, now_ms: number, agency: string): OperationDraft {
  const hour = 3_600_000
  const next = Math.ceil(now_ms / hour) * hour
  return {
    name: "",
    kind: "festival",
    starts: zoneDateTime(new Date(next).toISOString(), zone),
    ends: zoneDateTime(new Date(next + 6 * hour).toISOString(), zone),
    zone,
    ring: [],
    agency,
    agencies: [],
    desks: "2",
    post_phone: "",
    talk_group: "",
    crowd: "",
    responsible: "",
    phone: "",
    notes: "",
    plan: [{ services: ["HEALTH"], types: "", up_to: "4" }],
    places: [],
  }
}

export function operationDraftOf({ details }: Pick<OperationRow, "details">): OperationDraft {
  return {
    name: details.name,
    kind: details.kind,
    starts: zoneDateTime(details.starts_at, details.zone),
    ends: zoneDateTime(details.ends_at, details.zone),
    zone: details.zone,
    ring: details.ring,
    agency: details.post.agency,
    agencies: details.post.agencies.filter((each) => each !== details.post.agency),
    desks: String(details.post.desks),
    post_phone: details.post.phone ?? "",
    talk_group: details.post.talk_group ?? "",
    crowd: details.crowd == null ? "" : String(details.crowd),
    responsible: details.responsible ?? "",
    phone: details.phone ?? "",
    notes: details.notes ?? "",
    plan: (details.plan ?? []).map((line) => ({
      services: [...line.services],
      types: (line.types ?? []).join(", "),
      up_to: String(line.up_to ?? 4),
    })),
    places: (details.places ?? []).map(placeDraft),
  }
}

export function placeDraft(place: NamedPlace): NamedPlaceDraft {
  return { name: place.name, kind: place.kind, said: (place.said ?? []).join(", "), point: place.point }
}

/** Fields in which something is missing or cannot be read; the rest is for the server to judge. */
export type InvalidField =
  | "name"
  | "starts"
  | "ends"
  | "ring"
  | "agency"
  | "crowd"
  | "phone"
  | "post_phone"
  | "plan"
  | "places"

const PHONE = /^\+[1-9][0-9]{3,14}$/
const COUNT = /^[0-9]{1,8}$/
export const splitLines = (text: string): string[] =>
  text
    .split(/[,\s]+/)
    .map((each) => each.trim())
    .filter(Boolean)
const plainPhone = (text: string): string => text.replace(/[\s.-]/g, "")

export function invalidFields(draft: OperationDraft): readonly InvalidField[] {
  const { name, starts, ends, ring, agency, crowd, phone, post_phone, plan, places } = draft
  const wrong: InvalidField[] = []
  if (name.trim() === "") wrong.push("name")
  if (starts === "") wrong.push("starts")
  // One clock of one zone: its figures can be compared as they stand.
  if (ends === "" || ends <= starts) wrong.push("ends")
  if (ring.length < 3) wrong.push("ring")
  if (agency === "") wrong.push("agency")
  if (crowd.trim() !== "" && !COUNT.test(crowd.trim())) wrong.push("crowd")
  if (phone.trim() !== "" && !PHONE.test(plainPhone(phone))) wrong.push("phone")
  if (post_phone.trim() !== "" && !PHONE.test(plainPhone(post_phone))) wrong.push("post_phone")
  if (plan.some((line) => line.services.length === 0)) wrong.push("plan")
  if (places.some((place) => place.name.trim() === "")) wrong.push("places")
  return wrong
}

export function plannedOf(draft: OperationDraft): PlannedOperation {
  return {
    name: draft.name.trim(),
    kind: draft.kind,
    starts: draft.starts.slice(0, 16),
    ends: draft.ends.slice(0, 16),
    zone: draft.zone,
    ring: [...draft.ring] as unknown as PlannedOperation["ring"],
    agency: draft.agency,
    agencies: draft.agencies.filter(
      (each) => each !== draft.agency,
    ) as unknown as PlannedOperation["agencies"] & {},
    desks: Number(draft.desks),
    post_phone: draft.post_phone.trim() === "" ? null : plainPhone(draft.post_phone),
    talk_group: draft.talk_group.trim(),
    crowd: draft.crowd.trim() === "" ? null : Number(draft.crowd),
    responsible: draft.responsible.trim(),
    phone: draft.phone.trim() === "" ? null : plainPhone(draft.phone),
    notes: draft.notes.trim(),
    plan: draft.plan.map((line) => ({
      services: [...line.services] as unknown as PlanLine["services"],
      types: splitLines(line.types),
      up_to: Number(line.up_to) as Priority,
    })),
    places: draft.places.map((place) => ({
      name: place.name.trim(),
      kind: place.kind,
      point: place.point,
      said: place.said
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean) as unknown as NamedPlace["said"] & {},
    })),
  }
}
