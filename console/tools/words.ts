/**
 * A catalogue in two shares, `es.json?first` and `es.json?later`: desk, unit and the citizen's page open without the words of
 * administration, setting up, content and study (decision 0364). A plugin of vite.config.ts.
 */

import { readFileSync } from "node:fs"
import type { Plugin } from "vite"

/** What stands before the first dot of a key. */
export const LATER: ReadonlySet<string> = new Set([
  "admin",
  "archive",
  "area",
  "areachange",
  "backups",
  "centre",
  "confirm",
  "content",
  "copy",
  "coverage",
  "covers",
  "doctor",
  "document",
  "exchange",
  "grants",
  "history",
  "imagery",
  "import",
  "partners",
  "permission",
  "publish",
  "readiness",
  "reads",
  "reserved",
  "review",
  "room",
  "settings",
  "setup",
  "start",
  "study",
  "tls",
  "trial",
  "trunk",
  "upgrade",
  "verify",
])

type Share = "first" | "later"

/** The words of one share of a catalogue. */
export function shareOf(words: Readonly<Record<string, string>>, share: Share): Record<string, string> {
  const later = share === "later"
  return Object.fromEntries(
    Object.entries(words).filter(([key]) => LATER.has(key.slice(0, key.indexOf("."))) === later),
  )
}

const SHARE = /^(.*\/locale\/\w+\.json)\?(first|later)$/

export function words(): Plugin {
  return {
    name: "auxilio-words",
    enforce: "pre",
    load(id) {
      const [, file, share] = SHARE.exec(id) ?? []
      if (file === undefined) return
      this.addWatchFile(file)
      const words = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>
      return `export default ${JSON.stringify(shareOf(words, share as Share))}`
    },
  }
}
