import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallerWordsRow } from "../protocol/generated.ts"
import { allSeen, callerWords, linesLeftOut, liveLanguages, newLines } from "./caller-words.ts"

const row = (
  id: string,
  rang: number,
  lines: readonly (readonly [number, number, string])[],
  count?: number,
) =>
  ({
    id,
    channel: "chat",
    rang_at: `2026-11-24T03:00:0${rang}Z`,
    language: "es",
    lines: lines.map(([n, s, words]) => ({ n, at: `2026-11-24T03:01:0${s}Z`, words })),
    count: count ?? lines.length,
  }) as CallerWordsRow

test("the newest words stand first, whole, and the callers are told apart where there are two", () => {
  const rows = [
    row("b", 2, [[1, 5, "huele a gas"]]),
    row("a", 1, [
      [1, 1, "fuego"],
      [2, 7, "mis hijos  dentro"],
    ]),
  ]
  assert.deepEqual(
    callerWords(rows, {}).map(({ words, caller }) => [words, caller]),
    [
      ["mis hijos  dentro", 1],
      ["huele a gas", 2],
      ["fuego", 1],
    ],
  )
  assert.equal(callerWords([row("a", 1, [[1, 1, "fuego"]])], {})[0]?.caller, null)
})

test("a caller who wrote has the number that the story gives them, also where another only spoke", () => {
  const rows = [row("b", 2, [[1, 5, "huele a gas"]])]
  assert.equal(
    callerWords(
      rows,
      {},
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    )[0]?.caller,
    2,
  )
  assert.equal(callerWords(rows, {}, new Map([["b", 1]]))[0]?.caller, null)
})

test("what came after the work was taken in hand is news until somebody says to know it", () => {
  const before = [row("a", 1, [[1, 1, "fuego"]])]
  const seen = allSeen(before)
  assert.equal(newLines(before, seen), 0)
  const after = [
    row("a", 1, [
      [1, 1, "fuego"],
      [2, 7, "mis hijos dentro"],
    ]),
    row("b", 2, [[1, 8, "humo"]]),
  ]
  assert.equal(newLines(after, seen), 2)
  assert.deepEqual(
    callerWords(after, seen).map(({ news }) => news),
    [true, true, false],
  )
  assert.equal(newLines(after, allSeen(after)), 0)
})

test("lines that were not sent are counted", () => {
  assert.equal(
    linesLeftOut([
      row(
        "a",
        1,
        [
          [1, 1, "fuego"],
          [9, 7, "humo"],
        ],
        9,
      ),
    ]),
    7,
  )
})

test("a language is told of while somebody who speaks it is on the line", () => {
  const over = { language: "ca", ended_at: "2026-11-24T03:20:00Z" }
  assert.deepEqual(liveLanguages([over]), [])
  assert.deepEqual(
    liveLanguages([over, { language: "fr", ended_at: null }, { language: null, ended_at: null }]),
    ["fr"],
  )
})
