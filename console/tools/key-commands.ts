/**
 * Every command of each page as data, for the key sheets of the manual (tools/key_sheets.py): asked of the
 * registries with nobody in a call and nothing chosen, so that no key is written twice.
 *
 *   node tools/key-commands.ts      JSON on standard output
 */

import { pathToFileURL } from "node:url"
import { type KeyBinding, keyCapText } from "../src/commands/keys.ts"
import type { ConsoleCommand } from "../src/commands/registry.ts"
import { adminCommands } from "../src/features/admin/commands.ts"
import { archiveCommands, caseCommands } from "../src/features/archive/commands.ts"
import { centreCommands } from "../src/features/centre/commands.ts"
import { contentCommands } from "../src/features/content-release/commands.ts"
import { deskCommands } from "../src/features/desk/commands.ts"
import { preventiveCommands } from "../src/features/planned-events/commands.ts"
import { reviewCommands } from "../src/features/quality-review/commands.ts"
import { roomCommands } from "../src/features/room/commands.ts"
import { crewCommands } from "../src/features/unit/commands.ts"
import { shellCommands } from "../src/shell/commands.ts"
import { windowCommands } from "../src/shell/window-commands.ts"

type Listed = (resting: never) => readonly ConsoleCommand[]
/** What the commands of a page ask when they are listed: the rest is asked when one is pressed. */
const resting = (list: Listed, given: object) => list(given as never)
const line = { state: "up", muted: false }
const none: readonly never[] = []

/** Where somebody works on a case, regions have windows of their own. */
const windows = resting(windowCommands as Listed, { panes: none })

export const PAGES: { readonly [page: string]: readonly ConsoleCommand[] } = {
  desk: [
    ...windows,
    ...resting(deskCommands as Listed, {
      line,
      waiting: none,
      missing: none,
      unheld: none,
      offeredCards: none,
      moments: { next: undefined, just: undefined },
      alarms: none,
      unread: none,
      unanswered: none,
      otherCalls: none,
      reassess: none,
      openTasks: none,
      toTell: none,
      nearMarked: null,
      location: { available: true },
      me: { stand: "pause" },
    }),
  ],
  centre: [
    ...windows,
    ...resting(centreCommands as Listed, {
      line,
      cancels: none,
      marked: none,
      parties: none,
      capabilities: none,
      neighbours: none,
      groups: { own: "", command: "" },
      clinical: true,
      treats: true,
    }),
  ],
  room: [
    ...windows,
    ...resting(roomCommands as Listed, {
      line,
      grants: none,
      surge: null,
      caseInTurn: null,
      handover: { offered: undefined, open: false },
    }),
  ],
  unit: resting(crewCommands as Listed, { joined: true, next: "en_route", orders: none, words: { news: 0 } }),
  archive: [
    ...resting(archiveCommands as Listed, { next: null }),
    ...resting(caseCommands as Listed, { reading: null }),
  ],
  content: resting(contentCommands as Listed, { release: null, last: null, draft: null }),
  preventive: resting(preventiveCommands as Listed, {}),
  study: resting(reviewCommands as Listed, {
    standing: { review: null, readable: true, card: null, me: "" },
    item: null,
  }),
  // It has no keys of its own: its fields and buttons are reached by Tab.
  training: none,
  admin: resting(adminCommands as Listed, {
    section: "people",
    may: () => true,
    chosen: null,
    find: true,
    phones: null,
  }),
}
const SHELL = resting(shellCommands as Listed, { regionName: () => undefined, pages: none, path: "" })

const shown = (key: KeyBinding | undefined) => key && keyCapText(key, (name) => `<${name}>`)
const told = (command: ConsoleCommand) => ({
  id: command.id,
  label: command.label,
  key: shown(command.key) ?? null,
  region: command.region ?? null,
  placed: command.placed ?? false,
  twice: command.twice ?? false,
})

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const pages = Object.entries({ ...PAGES, shell: SHELL }).map(([page, list]) => [page, list.map(told)])
  process.stdout.write(JSON.stringify(Object.fromEntries(pages)))
}
