import assert from "node:assert/strict"
import { test } from "node:test"
import { PERMISSION } from "../protocol/permissions.ts"
import {
  decidesWhoIsNamed,
  hasSent,
  inRoom,
  leadsRoom,
  mayAnswerWatch,
  type SeatedPerson,
  writesClinical,
} from "./authority.ts"

const taker: SeatedPerson = {
  person: { id: "lucia" },
  desk: "desk-01",
  agency: null,
  centre: null,
  permissions: [],
}
const lead: SeatedPerson = {
  ...taker,
  person: { id: "clara" },
  desk: "room",
  permissions: [PERMISSION.ROOM_LEAD],
}
const dispatcher: SeatedPerson = {
  ...taker,
  person: { id: "marta" },
  desk: "san-desk-1",
  agency: "san",
  centre: "san-1",
}
const officer: SeatedPerson = { ...taker, person: { id: "jordi" }, desk: null, agency: "pc", centre: "pc-1" }

test("the room is who belongs to no agency, and its lead holds the word for it", () => {
  assert.deepEqual([taker, lead, dispatcher, null].map(inRoom), [true, true, false, false])
  assert.deepEqual([taker, lead].map(leadsRoom), [false, true])
  assert.equal(leadsRoom({ ...dispatcher, permissions: [PERMISSION.ROOM_LEAD] }), false)
})

test("a watch of another desk or centre is answered by the room lead alone", () => {
  const ofDesk = { to: [{ desk: "desk-02" }] }
  const ofCentre = { to: [{ centre: "san-1" }] }
  const ofNobody = { to: [] }
  const who = [taker, lead, dispatcher, officer]
  assert.deepEqual(
    who.map((each) => mayAnswerWatch(each, ofDesk)),
    [false, true, false, false],
  )
  assert.deepEqual(
    who.map((each) => mayAnswerWatch(each, ofCentre)),
    [true, true, true, false],
  )
  assert.deepEqual(
    who.map((each) => mayAnswerWatch(each, ofNobody)),
    [true, true, true, true],
  )
  assert.equal(mayAnswerWatch(taker, { to: [{ desk: "desk-01" }, { centre: "bom-1" }] }), true)
})

test("the owner and the room lead decide who is named, and of a hidden case neither", () => {
  const it = { owner_person: "lucia", hidden: false }
  assert.deepEqual(
    [taker, lead, dispatcher].map((each) => decidesWhoIsNamed(each, it)),
    [true, true, false],
  )
  assert.equal(decidesWhoIsNamed(taker, { ...it, hidden: true }), false)
})

test("clinical facts are written by health and by the room", () => {
  assert.equal(writesClinical(taker, undefined), true)
  assert.equal(writesClinical(dispatcher, "HEALTH"), true)
  assert.equal(writesClinical({ ...dispatcher, agency: "bom" }, "FIRE"), false)
  assert.equal(writesClinical(officer, undefined), false)
})

test("a centre cancels what it asked for, and not what it was asked", () => {
  assert.equal(hasSent(dispatcher, { aid_for: null }), false)
  assert.equal(hasSent(dispatcher, { aid_for: "san-1" }), true)
  assert.equal(hasSent(taker, { aid_for: null }), true)
})
