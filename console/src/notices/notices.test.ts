import assert from "node:assert/strict"
import { test } from "node:test"
import type { WatchRow } from "../protocol/generated.ts"
import { helplineOf, noticeScript, openNotices, passedTo, redAfter_s } from "./notices.ts"

const notice = (id: string, more: Partial<WatchRow> = {}): WatchRow =>
  ({
    id,
    kind: "notice",
    about: "rail_stop_traffic",
    case: "c",
    set_at: "2026-11-24T03:00:00Z",
    red_at: "2026-11-24T03:01:00Z",
    over_at: null,
    stands: true,
    attempts: [],
    ...more,
  }) as WatchRow
const ids = (watches: readonly WatchRow[]) => openNotices(watches, "c").map((each) => each.id)

test("notices of the case in hand stand there until somebody has told them, the most urgent first", () => {
  const late = notice("late", { red_at: "2026-11-24T03:02:00Z" })
  const others = [
    notice("told", { over_at: "2026-11-24T03:00:30Z" }),
    notice("elsewhere", { case: "d" }),
    notice("no_unit", { kind: "no_unit" }),
    notice("hidden", { about: null }),
  ]
  assert.deepEqual(ids([late, ...others, notice("first")]), ["first", "late"])
  assert.deepEqual(openNotices([notice("first")], undefined), [])
})

test("what nothing asks for any more stands behind what is asked for", () => {
  const withdrawn = notice("withdrawn", { stands: false, red_at: "2026-11-24T03:00:10Z" })
  assert.deepEqual(ids([withdrawn, notice("asked")]), ["asked", "withdrawn"])
})

test("the one that nobody has tried comes next, then the one tried longest ago", () => {
  const tried = (at: string) => ({ attempts: [{ whom: "ADIF", at, reached: false, by_name: "Lucía" }] })
  const first = notice("first", tried("2026-11-24T03:00:40Z"))
  const second = notice("second", { red_at: "2026-11-24T03:05:00Z" })
  assert.deepEqual(ids([first, second]), ["second", "first"])
  const secondTried = notice("second", { ...second, ...tried("2026-11-24T03:01:10Z") })
  assert.deepEqual(ids([secondTried, first]), ["first", "second"])
})

test("it is late after its own clock", () => {
  assert.equal(redAfter_s(notice("a")), 60)
  assert.equal(redAfter_s(notice("a", { red_at: null })), null)
})

test("what the case does not know is not made up", () => {
  const known = { number: 7, type: "RES-19", location: { words: "Estación del Norte" } }
  assert.deepEqual(noticeScript(known), {
    opening: "notice.opening",
    number: 7,
    type: "RES-19",
    place: "Estación del Norte",
  })
  assert.deepEqual(noticeScript({ number: 7, type: null, location: null }), {
    opening: "notice.opening_untyped",
    number: 7,
    type: "",
    place: null,
  })
})

test("a transfer has the name, the number and the words of who takes it, and another notice has none", () => {
  const catalog = {
    capabilities: { med_reg: { name: { es: "Médico coordinador", en: "Coordinating doctor" } } },
    helplines: { med_reg: { number: "061", say: { es: "Le paso a quien llama.", en: "Take the caller." } } },
  }
  assert.equal(passedTo("transfer_med_reg"), "med_reg")
  assert.equal(passedTo("stroke_code"), undefined)
  const line = { name: "Coordinating doctor", number: "061", say: "Take the caller." }
  assert.deepEqual(helplineOf(catalog, "transfer_med_reg", "en"), line)
  assert.equal(helplineOf(catalog, "transfer_poison", "es"), undefined)
  assert.equal(helplineOf(catalog, "stroke_code", "es"), undefined)
  assert.equal(helplineOf({ capabilities: {} }, "transfer_med_reg", "es"), undefined)
})
