/** What a page makes of the radio's rows: which groups, what is lost, what waits for somebody. Pure. */

import type {
  LinkRow,
  NetRow,
  RadioEntryRow,
  RadioPlan,
  TalkGroup,
  TerminalRow,
} from "../protocol/generated.ts"

/** Where a task speaks, and where its joint command does. */
export interface TalkGroups {
  readonly own: string
  readonly command: string
}

export function talkGroupsOf(net: NetRow | undefined, task: string | undefined): TalkGroups {
  return { own: (task && net?.tasks[task]?.name) || "", command: net?.command?.name ?? "" }
}

/** Gateways of our mode that are lost, the one that is away longest first. */
export function lostLinks(links: readonly LinkRow[], mode: string): readonly LinkRow[] {
  return links
    .filter((link) => !link.up && link.mode === mode)
    .toSorted((a, b) => a.since.localeCompare(b.since))
}

/** A unit whose every radio is lost is reached by telephone alone. */
export function isRadioLost(
  unit: { readonly id: string; readonly radios: readonly string[] },
  terminals: readonly TerminalRow[],
): boolean {
  if (unit.radios.length === 0) return false
  const lost = new Set(
    terminals.filter((each) => !each.reachable && each.unit === unit.id).map((each) => each.id),
  )
  return unit.radios.every((radio) => lost.has(radio))
}

/** A cry for help first, then the oldest. */
export function sortEntries(entries: readonly RadioEntryRow[]): readonly RadioEntryRow[] {
  return entries
    .filter((entry) => entry.sent !== "waiting")
    .toSorted((a, b) => Number(b.kind === "alarm") - Number(a.kind === "alarm") || a.at.localeCompare(b.at))
}

const KEYS_MAX = 9

/** The groups that an agency's task may be given, its own working groups first; as many as there are digits. */
export function assignableGroups(plan: RadioPlan | null, agency: string, now: string): readonly TalkGroup[] {
  const groups = (plan?.groups ?? []).filter((group) => group.use === "working" && group.name !== now)
  return groups
    .toSorted((a, b) => Number(b.agency === agency) - Number(a.agency === agency))
    .slice(0, KEYS_MAX)
}

/** Command groups, with those that another case has left out. */
export function freeCommandGroups(plan: RadioPlan | null, nets: readonly NetRow[]): readonly TalkGroup[] {
  const taken = new Set(nets.map((net) => net.command?.gssi))
  return (plan?.groups ?? [])
    .filter((group) => group.use === "command" && !taken.has(group.gssi))
    .slice(0, KEYS_MAX - 1)
}

/** Seconds that a call lasted; null while it is spoken. */
export function entryDuration_s(entry: Pick<RadioEntryRow, "at" | "until">): number | null {
  return entry.until === null
    ? null
    : Math.max(0, Math.round((Date.parse(entry.until) - Date.parse(entry.at)) / 1000))
}
