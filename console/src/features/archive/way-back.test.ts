import assert from "node:assert/strict"
import { test } from "node:test"
import { wayBack } from "./way-back.ts"

test("who came from the room goes back to it, whether or not they may open the archive", () => {
  assert.equal(wayBack("/room", { archive: false, room: true }), "/room")
  assert.equal(wayBack("/room", { archive: true, room: true }), "/room")
  assert.equal(wayBack("/archive", { archive: true, room: true }), "/archive")
})

test("after a reload there is a way back to a page that is theirs", () => {
  assert.equal(wayBack(null, { archive: true, room: true }), "/archive")
  assert.equal(wayBack("/login", { archive: false, room: true }), "/room")
  assert.equal(wayBack(null, { archive: false, room: false }), "/desk")
})
