import assert from "node:assert/strict"
import { test } from "node:test"
import { isSeen, noticeOf, pageOf, wakeUpOf } from "./wake-up.ts"

const page = (path: string, visibilityState = "hidden") => ({
  url: `https://112.example${path}`,
  visibilityState,
})

test("a message is shown in its words, and a later one of the same task takes its place", () => {
  const said = wakeUpOf('{"title":"Aviso nuevo","about":"t-1","lang":"es"}')
  assert.equal(said.title, "Aviso nuevo")
  assert.deepEqual([noticeOf(said).tag, noticeOf(said).lang], ["t-1", "es"])
})

test("a message that cannot be read still wakes", () => {
  for (const text of ["", "{", "null", "[]", '{"title":"","about":"x"}', '{"title":1,"about":"x"}'])
    assert.equal(wakeUpOf(text).title, "Auxilio", text)
})

test("only a crew's page that is seen keeps the notification away", () => {
  assert.equal(isSeen([page("/unit", "visible")]), true)
  assert.equal(isSeen([page("/unit"), page("/desk", "visible")]), false)
  assert.equal(isSeen([]), false)
})

test("a press brings the crew's page that is open, in any state", () => {
  const open = page("/unit?from=home")
  assert.equal(pageOf([page("/desk"), open]), open)
  assert.equal(pageOf([page("/united")]), undefined)
})
