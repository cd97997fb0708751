import assert from "node:assert/strict"
import { test } from "node:test"
import { commandForKey, keyConflicts } from "../../commands/registry.ts"
import type { Review, ReviewFinding } from "../../protocol/generated.ts"
import { type ReviewActions, reviewCommands, SCORECARD } from "./commands.ts"
import type { ScoreLevel } from "./scoring.ts"

const done = async () => ({ ok: true as const, handled: { command: "", versions: {}, facts: {} } })
const review = (more: object) => ({ subject: { operator: "op" }, ...more }) as unknown as Review
const idle: ReviewActions = {
  standing: { review: null, readable: true, card: null, me: "me" },
  item: null,
  finding: undefined,
  now_ms: 0,
  opening: false,
  take: done,
  putBack: done,
  score: done,
  moment: () => undefined,
  ask: () => undefined,
  choose: () => undefined,
}
const why = (actions: ReviewActions, id: string) =>
  reviewCommands(actions)
    .find((command) => command.id === id)
    ?.when?.()

test("on the page of reviews every key means one thing", () => {
  assert.deepEqual(keyConflicts(reviewCommands(idle)), [])
})

test("each level has its own key, and it acts in the card only", () => {
  const said: ScoreLevel[] = []
  const commands = reviewCommands({ ...idle, score: async (level) => void said.push(level) })
  const held = {
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    getModifierState: () => false,
  }
  for (const digit of ["1", "2", "3", "4", "5", "0"]) {
    const press = { code: `Digit${digit}`, ...held }
    void commandForKey(commands, press, { typing: false, region: SCORECARD, layer: false })?.run()
    assert.equal(commandForKey(commands, press, { typing: true, region: SCORECARD, layer: false }), undefined)
    assert.equal(commandForKey(commands, press, { typing: false, region: 8, layer: false }), undefined)
  }
  assert.deepEqual(said, ["none", "minor", "moderate", "major", "critical", null])
})

test("what the log leaves open is confirmed by nobody", () => {
  const standing = { ...idle.standing, review: review({ state: "taken", reviewer: "me" }) }
  const finding = (verdict: string) => ({ item: "a", verdict, code: "late" }) as ReviewFinding
  assert.equal(
    why({ ...idle, standing, item: "a", finding: finding("untold") }, "study.confirm"),
    "study.why_untold",
  )
  assert.equal(why({ ...idle, standing, item: "a", finding: finding("met") }, "study.confirm"), true)
})

test("a review that is still being read can be taken at once", () => {
  assert.equal(why(idle, "study.take"), "study.why_none")
  assert.equal(why({ ...idle, opening: true }, "study.take"), true)
})

test("a taken one is not taken, a second has no second, and only an open flag is closed", () => {
  const at = (more: object) => ({ ...idle, standing: { ...idle.standing, review: review(more) } })
  assert.equal(why(at({ state: "chosen" }), "study.take"), true)
  assert.equal(why(at({ state: "taken" }), "study.take"), "study.why_taken")
  assert.equal(why(at({ second_of: "x" }), "study.second"), "study.why_is_second")
  assert.equal(why(at({ safety: { closed_at: "x" } }), "study.close_safety"), "study.why_no_flag")
  assert.equal(why(at({ safety: { closed_at: null } }), "study.close_safety"), true)
})
