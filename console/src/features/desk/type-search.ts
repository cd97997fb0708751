/**
 * What F3 lists: the server ranks types by the words that were typed (decision 0317), and the codes and names that the desk
 * itself knows stand in for it where it does not answer. Pure.
 */

import { plainText } from "../../kit/plain-text.ts"
import type { IncidentType } from "./content.svelte.ts"

/** What the list needs of `auxilio.triage.core.type_suggestion.TypeSuggestion`. */
export interface RankedType {
  readonly type: string
  /** Whether it was recognised: what is merely nearest is no proposal. */
  readonly sure: boolean
}

/** A line of the list. `type` is null in the line that leaves the incident without one. */
export interface TypeOption {
  readonly id: string
  readonly type: IncidentType | null
  /** Nearest, and not recognised: Enter alone does not take it. */
  readonly perhaps: boolean
}

/** Most that is shown: what is farther down the ranking is never what was meant. (ours) */
export const SHOWN_MAX = 8
const PERHAPS_MAX = 3
const NONE: TypeOption = { id: "-", type: null, perhaps: false }

/** A code, whole or begun: «san-03», «SAN03», «san-». */
const CODE = /^[a-z]{3}(?:-\d{0,2}|\d{1,2})$/

/** Whether a code is typed, which needs nobody's ranking. */
export function isCode(text: string): boolean {
  return CODE.test(plainText(text.trim()))
}

export function byCode(text: string, types: readonly IncidentType[]): TypeOption[] {
  const typed = plainText(text.trim()).replace("-", "")
  return types
    .filter((each) => plainText(each.code).replace("-", "").startsWith(typed))
    .slice(0, SHOWN_MAX)
    .map(optionOf)
}

/** Without the server: types in whose name every word that was typed is begun. */
export function byName(text: string, types: readonly IncidentType[]): TypeOption[] {
  const typed = wordsOf(text)
  if (typed.length === 0) return []
  return types
    .map((each) => ({ each, names: Object.values(each.name).map(wordsOf) }))
    .filter(({ names }) =>
      names.some((name) => typed.every((word) => name.some((known) => known.startsWith(word)))),
    )
    .sort(
      (a, b) => firstWord(b.names, typed) - firstWord(a.names, typed) || a.each.priority - b.each.priority,
    )
    .slice(0, SHOWN_MAX)
    .map(({ each }) => optionOf(each))
}

/**
 * As the server ranks them. Nothing recognised: the incident stays without a type first, and the nearest as «perhaps».
 * `typed` says that the incident has a type already, which nothing takes from it.
 */
export function ranked(
  found: readonly RankedType[],
  typeOf: (code: string) => IncidentType | undefined,
  typed: boolean,
): TypeOption[] {
  const options = found.flatMap(({ type, sure }) => {
    const known = typeOf(type)
    return known === undefined ? [] : [{ id: type, type: known, perhaps: !sure }]
  })
  const sure = options.filter(({ perhaps }) => !perhaps)
  if (sure.length > 0) return sure.slice(0, SHOWN_MAX)
  return [...(typed ? [] : [NONE]), ...options.slice(0, PERHAPS_MAX)]
}

/** What Enter alone may take. */
export function isTakenByEnter(option: TypeOption): boolean {
  return !option.perhaps
}

function optionOf(type: IncidentType): TypeOption {
  return { id: type.code, type, perhaps: false }
}

function wordsOf(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

function firstWord(names: readonly string[][], typed: readonly string[]): number {
  return Number(names.some((name) => name[0]?.startsWith(typed[0] ?? "") === true))
}
