import assert from "node:assert/strict"
import { test } from "node:test"
import { type BoardState, type Delta, EMPTY_BOARD, foldDelta, foldSnapshot } from "./fold.ts"

const joined = foldSnapshot({
  key: "b",
  at: [1, 10, 0],
  snapshot: { calls: { a: { v: 3, state: "queued" }, b: { v: 1, state: "ringing" } } },
})

function set(v: number, state: string, at: Delta["at"] = [1, 11, 0]): Delta {
  return { key: "b", at, set: { calls: { a: { v, state } } } }
}

test("a newer row replaces the known one", () => {
  assert.equal(foldDelta(joined, set(4, "offered")).tables.calls?.a?.state, "offered")
})

test("a row of an older version is ignored, but the place in the log moves on", () => {
  const after = foldDelta(joined, set(2, "stale"))
  assert.equal(after.tables.calls?.a?.state, "queued")
  assert.deepEqual(after.at, [1, 11, 0])
})

test("a row of the known version is news when it does not come late: its neighbours changed what it shows", () => {
  assert.equal(foldDelta(joined, set(3, "reserved now")).tables.calls?.a?.state, "reserved now")
  assert.equal(foldDelta(joined, set(3, "late copy", [1, 9, 0])).tables.calls?.a?.state, "queued")
})

test("a row that left comes back in the version in which it left", () => {
  const left = foldDelta(joined, { key: "b", at: [1, 12, 0], gone: { calls: { a: 3 } } })
  assert.equal(foldDelta(left, set(3, "back", [1, 13, 0])).tables.calls?.a?.state, "back")
})

test("the same delta twice is the same as once", () => {
  const once = foldDelta(joined, set(4, "offered"))
  assert.deepEqual(foldDelta(once, set(4, "offered")), once)
})

test("a row that left does not come back by a late copy, and does by real news", () => {
  const left = foldDelta(joined, { key: "b", at: [1, 12, 0], gone: { calls: { a: 5 } } })
  assert.equal(left.tables.calls?.a, undefined)
  assert.equal(foldDelta(left, set(5, "late copy")).tables.calls?.a, undefined)
  assert.equal(foldDelta(left, set(6, "back")).tables.calls?.a?.state, "back")
})

test("a row may leave in the version in which it last changed", () => {
  const left = foldDelta(joined, { key: "b", at: [1, 12, 0], gone: { calls: { a: 3 } } })
  assert.equal(left.tables.calls?.a, undefined)
})

test("a departure older than the row does not remove it", () => {
  const after = foldDelta(joined, { key: "b", at: [1, 12, 0], gone: { calls: { a: 2 } } })
  assert.equal(after.tables.calls?.a?.state, "queued")
})

test("a delta never moves the place in the log backwards", () => {
  assert.deepEqual(foldDelta(joined, set(4, "offered", [1, 9, 9])).at, [1, 10, 0])
  assert.deepEqual(foldDelta(joined, set(4, "offered", [2, 1, 0])).at, [2, 1, 0])
})

test("tables without news keep their identity, so that nothing is drawn again", () => {
  const two = foldSnapshot({ key: "b", at: [1, 1, 0], snapshot: { calls: {}, units: { u: { v: 1 } } } })
  assert.equal(foldDelta(two, set(1, "new")).tables.units, two.tables.units)
})

test("what the board knew is not touched", () => {
  const before = structuredClone(joined)
  foldDelta(joined, set(9, "x"))
  foldDelta(joined, { key: "b", at: [1, 12, 0], gone: { calls: { a: 9 } } })
  assert.deepEqual(joined, before)
})

test("a late joiner sees what the old hand sees, in any order of delivery", () => {
  const facts: Delta[] = []
  for (let v = 1; v <= 6; v++) {
    for (const row of ["a", "b", "c"]) {
      const at = [1, v, row.charCodeAt(0)] as const
      facts.push(
        v === 5 && row === "b"
          ? { key: "b", at, gone: { t: { b: v } } }
          : { key: "b", at, set: { t: { [row]: { v, word: `${row}${v}` } } } },
      )
    }
  }
  const oldHand = facts.reduce(foldDelta, EMPTY_BOARD as BoardState)
  for (let seed = 1; seed <= 200; seed++) {
    const mixed = shuffle([...facts, ...facts.slice(0, 7)], seed)
    assert.deepEqual(sorted(mixed.reduce(foldDelta, EMPTY_BOARD as BoardState)), sorted(oldHand))
  }
})

function sorted(folded: BoardState): unknown {
  const rows = Object.entries(folded.tables.t ?? {})
  return rows.sort(([a], [b]) => a.localeCompare(b))
}

function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed
  for (let i = items.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648
    const j = state % (i + 1)
    const kept = items[i] as T
    items[i] = items[j] as T
    items[j] = kept
  }
  return items
}
