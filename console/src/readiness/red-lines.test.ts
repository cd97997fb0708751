import assert from "node:assert/strict"
import { test } from "node:test"
import type { ReadinessFinding, ReadinessReport, RiskAcceptance } from "../protocol/generated.ts"
import { redLines, repairLink, uncoveredLines } from "./red-lines.ts"

const line = (part: string, state: ReadinessFinding["state"]): ReadinessFinding => ({
  part,
  state,
  code: part,
  facts: {},
  link: "/admin",
})
const report = (mode: ReadinessReport["mode"]): ReadinessReport => ({
  at: "2026-11-28T22:00:00Z",
  mode,
  findings: [
    line("backup", "missing"),
    line("clock", "degraded"),
    line("disk", "ok"),
    line("plan", "missing"),
  ],
})
const acceptance: RiskAcceptance = {
  id: "real",
  mode: "real",
  lines: ["backup"],
  reason: "mañana llega el disco",
  by_name: "Ona",
  at: "2026-11-28T21:00:00Z",
}
const parts = (lines: readonly ReadinessFinding[]) => lines.map((each) => each.part)

test("only an installation that is real has red lines", () => {
  assert.deepEqual(parts(redLines(report("real"))), ["backup", "plan"])
  assert.deepEqual(redLines(report("exercise")), [])
  assert.deepEqual(redLines(null), [])
})

test("a line that has come since the acceptance is not accepted", () => {
  const red = redLines(report("real"))
  assert.deepEqual(parts(uncoveredLines(red, acceptance)), ["plan"])
  assert.deepEqual(parts(uncoveredLines(red, null)), ["backup", "plan"])
})

test("a link is a page of the console or a chapter of a file", () => {
  assert.deepEqual(repairLink("/admin?section=desks"), { page: "/admin?section=desks" })
  assert.deepEqual(repairLink("docs/operations/readiness.md#disk"), {
    file: "docs/operations/readiness.md",
    chapter: "disk",
  })
})
