/** The card of what is done while the crew is on its way: doors, light, medicines. Pure. */

import type { Card } from "../../engine/content.ts"

/** Groups of cards, as the catalogue of the content names them. */
export type CardGroups = Readonly<Record<string, readonly string[]>>

/** Beside one of these nobody goes to a door: hands are needed, the place is left, or somebody listens. */
const NOT_BESIDE = ["compressions", "side", "leave", "stay", "flee", "quiet"] as const
const FITTING_DOMAINS: ReadonlySet<string> = new Set(["health", "general"])

/** What of the call decides whether it is offered. */
export interface AfterHelpFacts {
  readonly groups: CardGroups
  /** Of the protocols that were opened, and of what happened: a caller on a road has no door to open. */
  readonly domains: readonly string[]
  /** Proved or opened before, in this call. */
  readonly cards: readonly string[]
  readonly helpSent: boolean
  /** A critical question is on screen: whether somebody breathes comes before doors and light. */
  readonly asking: boolean
  /** Proved cards that nobody has opened. */
  readonly unopened: readonly string[]
  /** The card in hand: the step that it stands at, and whether it beats a pace. */
  readonly open: { readonly current: string | null; readonly pace?: Card["pace"] | undefined } | undefined
  readonly opened: readonly string[]
}

/** The domains of the protocols that were opened, and that of the incident's type. */
export function domainsOf(
  asked: readonly { readonly interview: { readonly protocol: { readonly domain: string } } | undefined }[],
  type: { readonly group: string } | undefined,
): readonly string[] {
  return [
    ...asked.flatMap(({ interview }) => interview?.protocol.domain ?? []),
    ...(type ? [type.group] : []),
  ]
}

/** The cards to offer: once help was sent, at the end of every other card, and where none of `NOT_BESIDE` is proved. */
export function afterHelpCards(facts: AfterHelpFacts): readonly string[] {
  const waits = facts.unopened.length > 0 || (facts.open !== undefined && facts.open.current !== null)
  const fits = facts.domains.length > 0 && facts.domains.every((domain) => FITTING_DOMAINS.has(domain))
  const beside = NOT_BESIDE.flatMap((group) => facts.groups[group] ?? [])
  if (!facts.helpSent || facts.asking || waits || !fits || facts.open?.pace) return []
  if (facts.cards.some((card) => beside.includes(card))) return []
  return (facts.groups.after_help ?? []).filter((card) => !facts.opened.includes(card))
}
