/** Who may do the act that is written on a row of the room, by the access matrix: the answers that the server gives. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { AttentionAction } from "../src/features/room/attention.ts"
import { ATTENTION_ACTION_COMMANDS } from "../src/features/room/commands.ts"

const MATRIX = join(import.meta.dirname, "../../tests/access/matrix.tsv")
/** Roles whose work is at `/room`: they hold `followup:room:watch` (identity/core/permissions.py). */
const ROOM_ROLES: ReadonlySet<string> = new Set(["supervisor", "room_chief", "civil_protection_officer"])

const rows = readFileSync(MATRIX, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split("\t"))
const roles = rows[0]?.slice(3) ?? []

/** Roles of the room to whom the server allows this command about an object of their own work. */
export function rolesFor(command: string): readonly string[] {
  const own = rows.find(
    ([tag, , scenario]) => tag === command && (scenario === "own" || scenario === "shared"),
  )
  return roles.filter((role, at) => ROOM_ROLES.has(role) && own?.[at + 3] === "200")
}
export function actorsOf(act: AttentionAction): readonly string[] {
  return rolesFor(ATTENTION_ACTION_COMMANDS[act])
}
