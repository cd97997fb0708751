import assert from "node:assert/strict"
import { test } from "node:test"
import { deadlineView, durationText, parseInstant } from "./deadline.ts"

const FIRST_UNIT = { since_ms: 1_000_000, amber_s: 45, red_s: 60 }
const after = (s: number) => deadlineView(FIRST_UNIT, FIRST_UNIT.since_ms + s * 1000)

test("a promise is green, then amber, then red, each from its very second", () => {
  assert.equal(after(44.9).face, "in_time")
  assert.equal(after(45).face, "soon")
  assert.equal(after(59.9).face, "soon")
  assert.equal(after(60).face, "late")
})

test("beyond red the clock says by how much", () => {
  assert.equal(after(72).over_s, 12)
  assert.equal(after(59).over_s, 0)
})

test("a promise that was kept stands still in the colour it had", () => {
  const kept = deadlineView(
    { ...FIRST_UNIT, kept_ms: FIRST_UNIT.since_ms + 50_000 },
    FIRST_UNIT.since_ms + 900_000,
  )
  assert.deepEqual([kept.face, kept.elapsed_s], ["soon", 50])
})

test("without thresholds the clock only counts", () => {
  assert.equal(deadlineView({ since_ms: 0 }, 5_000_000).face, "still")
})

test("a fact from a moment ahead of our time counts as zero, never below", () => {
  assert.equal(after(-3).elapsed_s, 0)
})

test("figures are written as they are said", () => {
  assert.deepEqual([0, 41, 60, 725, 3723].map(durationText), ["0:00", "0:41", "1:00", "12:05", "1:02:03"])
})

test("a time that cannot be read is no time", () => {
  assert.equal(parseInstant("yesterday"), null)
  assert.equal(parseInstant(null), null)
  assert.equal(parseInstant("1970-01-01T00:00:01Z"), 1000)
})
