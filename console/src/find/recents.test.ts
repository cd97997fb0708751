import assert from "node:assert/strict"
import { test } from "node:test"
import {
  forgetRecents,
  RECENTS_MAX,
  type Recent,
  readRecents,
  STORED_RECENTS,
  withRecent,
} from "./recents.ts"

test("the newest stands first, each once, and no more than are seen", () => {
  let kept: readonly Recent[] = []
  for (let n = 0; n < RECENTS_MAX + 3; n++) kept = withRecent(kept, { kind: "case", id: `${n}` })
  kept = withRecent(kept, { kind: "case", id: "9" })
  assert.equal(kept.length, RECENTS_MAX)
  assert.equal(kept[0]?.id, "9")
  assert.equal(new Set(kept.map((each) => each.id)).size, RECENTS_MAX)
})

test("of a choice only its kind and its name are kept: no address, no telephone", () => {
  const chosen = { kind: "unit", id: "B-12", detail: "Calle Mayor 5", phone: "612345678" } as Recent
  assert.deepEqual(withRecent([], chosen), [{ kind: "unit", id: "B-12" }])
})

test("what somebody else wrote into the browser is passed over", () => {
  for (const kept of [null, "", "{", "{}", "3", '[1,null,{"kind":"place","id":"x"},{"kind":"case","id":3}]'])
    assert.deepEqual(readRecents(kept), [])
  assert.deepEqual(readRecents('[{"kind":"case","id":"4821"}]'), [{ kind: "case", id: "4821" }])
})

test("the sign-out forgets what everybody chose at this machine, and nothing else", () => {
  const kept = new Map([
    [`${STORED_RECENTS}lucia`, "[]"],
    ["auxilio.language", "es"],
    [`${STORED_RECENTS}pau`, "[]"],
  ])
  forgetRecents({
    get length() {
      return kept.size
    },
    key: (n) => [...kept.keys()][n] ?? null,
    removeItem: (key) => void kept.delete(key),
  })
  assert.deepEqual([...kept.keys()], ["auxilio.language"])
})
