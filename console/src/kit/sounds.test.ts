import assert from "node:assert/strict"
import { test } from "node:test"
import { highestAlarm, SOUNDS } from "./sounds.ts"

test("of the alarms that sound together only the highest is heard", () => {
  assert.equal(highestAlarm(["offered_p1", "crew_emergency", "nobody_has_it"]), "crew_emergency")
  assert.equal(highestAlarm(["offered_p1", "no_answer"]), "no_answer")
  assert.equal(highestAlarm([]), null)
})

test("everything that repeats has a rank, and no two share one", () => {
  const ranks = Object.values(SOUNDS).flatMap((sound) => ("every_ms" in sound ? [sound.rank] : []))
  assert.equal(new Set(ranks).size, ranks.length)
})
