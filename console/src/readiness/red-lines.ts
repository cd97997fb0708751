/** What keeps the installation from real service, and which of it a named person has accepted. Pure. */

import type { ReadinessFinding, ReadinessReport, RiskAcceptance } from "../protocol/generated.ts"

/** A report whose lines have to be good: only a real installation has to be ready. */
export function redLines(report: ReadinessReport | null): readonly ReadinessFinding[] {
  return report?.mode === "real" ? report.findings.filter((each) => each.state === "missing") : []
}

/** Red lines that the latest acceptance does not name: also those that have come since. */
export function uncoveredLines(
  red: readonly ReadinessFinding[],
  acceptance: RiskAcceptance | null,
): readonly ReadinessFinding[] {
  const accepted = new Set(acceptance?.lines ?? [])
  return red.filter((each) => !accepted.has(each.part))
}

/** The address of a page of the console, or the file and chapter of the documentation. */
export function repairLink(
  link: string,
): { readonly page: string } | { readonly file: string; readonly chapter: string } {
  if (link.startsWith("/")) return { page: link }
  const [file = "", chapter = ""] = link.split("#")
  return { file, chapter }
}
