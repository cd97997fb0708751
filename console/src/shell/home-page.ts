/** Where somebody lands after signing in. Pure. */

import { PERMISSION } from "../protocol/permissions.ts"

/** Pages of a shift: whoever holds one of them works there, whatever else they may do. */
const SHIFT: readonly string[] = ["/desk", "/centre", "/preventive", "/unit"]
const SIGNS: readonly string[] = [PERMISSION.CONTENT_SIGN_CLINICAL, PERMISSION.CONTENT_SIGN_OPERATIONS]

export const PRACTICE_PATH = "/training"

/**
 * Where somebody lands: on the page that they asked for, if it is one of theirs, else on the page of their role. The page
 * of practice is left behind by who signs in to work, and by nobody who practises.
 */
export function landsOn(
  wanted: string | null,
  home: string,
  of: { readonly mode: string; opens(path: string): boolean },
): string {
  if (!wanted?.startsWith("/") || wanted.startsWith("//")) return home
  const path = wanted.split(/[?#]/, 1)[0] ?? wanted
  if (path === PRACTICE_PATH && of.mode !== "training") return home
  return of.opens(path) ? wanted : home
}

/** A head of the room lands in the room, a crew on its unit, who signs content where it waits for them, everybody else on the
 * first page they hold. `pages`: the paths that the person may open, in the order of the bar. */
export function landingPage(pages: readonly string[], permissions: readonly string[]): string {
  if (pages.includes("/room")) return "/room"
  const first = pages[0] ?? "/login"
  if (SHIFT.includes(first)) return first
  const signs = pages.includes("/content") && SIGNS.some((one) => permissions.includes(one))
  return signs ? "/content" : first
}
