/** The steps of the set-up, each with the lines of readiness that say whether it is done. Pure: no state of its own. */

import type { CentreIdentityView, ReadinessReport } from "../../protocol/generated.ts"

export const STEPS = [
  { id: "centre", parts: [], pages: ["/admin?section=settings"] },
  { id: "administrators", parts: ["administrators"], pages: ["/admin?section=people"] },
  { id: "signers", parts: [], pages: ["/admin?section=people", "/admin?section=grants"] },
  { id: "region", parts: ["region"], pages: [] },
  {
    id: "agencies",
    parts: ["directory", "hospitals"],
    pages: [
      "/admin?section=agencies",
      "/admin?section=centres",
      "/admin?section=hospitals",
      "/admin?section=import",
    ],
  },
  {
    id: "staff",
    parts: ["call_takers", "supervisors", "dispatchers", "on_call", "shifts"],
    pages: [
      "/admin?section=desks",
      "/admin?section=people",
      "/admin?section=shifts",
      "/admin?section=import",
    ],
  },
  { id: "plan", parts: ["plan", "content"], pages: ["/admin?section=plan", "/admin?section=content"] },
  {
    id: "backup",
    parts: ["backup", "restore", "keys", "disk"],
    pages: ["/admin?section=backups", "/admin?section=keys"],
  },
  { id: "tls", parts: ["tls", "clock"], pages: ["/admin?section=tls"] },
  { id: "telephone", parts: ["trunk"], pages: ["/admin?section=telephone"] },
  {
    id: "messaging",
    parts: ["sms", "callouts", "push", "mail"],
    pages: ["/admin?section=messaging"],
  },
  { id: "test_call", parts: ["test_call"], pages: ["/admin?section=telephone"] },
] as const
export type SetupStep = (typeof STEPS)[number]
export type StepState = "done" | "check" | "to_do"

/** Who writes content, and both offices that sign it. */
export const SIGNERS = ["content_author", "medical_director", "operations_director"] as const
type Holder = { readonly active: boolean; readonly roles: readonly string[] }

/** The roles of those that nobody holds who may sign in. */
export function missingSigners(people: readonly Holder[]): readonly string[] {
  return SIGNERS.filter((role) => !people.some((each) => each.active && each.roles.includes(role)))
}

/** Of the roles of those who write and sign: which one waits, for whom, and who asked. */
export interface WaitingSigner {
  readonly role: string
  readonly name: string
  readonly by: string
  /** Other administrators, by name: each of them can confirm it. */
  readonly others: readonly string[]
}
interface AskedRoles {
  readonly person: string
  readonly name: string
  readonly roles: readonly string[]
  readonly by: string
  readonly by_name: string
}
interface Named {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly roles: readonly string[]
}
export function waitingSigners(
  people: readonly Named[],
  asked: readonly AskedRoles[],
): readonly WaitingSigner[] {
  return asked.flatMap((each) =>
    each.roles
      .filter((role) => (SIGNERS as readonly string[]).includes(role))
      .map((role) => ({
        role,
        name: each.name,
        by: each.by_name,
        others: people
          .filter((one) => one.active && one.roles.includes("administrator"))
          .filter((one) => one.id !== each.by && one.id !== each.person)
          .map((one) => one.name),
      })),
  )
}
/** Who has each role, or waits for it; empty: nobody. */
export function chosenSigners(
  people: readonly Named[],
  asked: readonly AskedRoles[],
): { readonly [role: string]: string } {
  return Object.fromEntries(
    SIGNERS.map((role) => [
      role,
      people.find((each) => each.active && each.roles.includes(role))?.id ??
        asked.find((each) => each.roles.includes(role))?.person ??
        "",
    ]),
  )
}

/** A centre has a name of its own when it was saved, or is given by whoever installs. */
export function isNamed(centre: CentreIdentityView | null): boolean {
  if (centre === null) return false
  return centre.given_elsewhere.includes("centre_name") || centre.saved.centre_name !== DEFAULT_NAME
}
/** As `centre_name` of the settings is without anybody's doing. */
const DEFAULT_NAME = "112"

/** By the worst of its lines; `own`: whether a step that readiness knows nothing of is done. Null: not known yet. */
export function stateOf(
  step: SetupStep,
  report: ReadinessReport | null,
  own: boolean | null,
): StepState | null {
  if (step.parts.length === 0) return own === null ? null : own ? "done" : "to_do"
  if (report === null) return null
  const parts: readonly string[] = step.parts
  const states = report.findings.filter((each) => parts.includes(each.part)).map((each) => each.state)
  if (states.includes("missing")) return "to_do"
  return states.includes("degraded") ? "check" : "done"
}
