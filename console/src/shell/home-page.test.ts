import assert from "node:assert/strict"
import { test } from "node:test"
import { PERMISSION } from "../protocol/permissions.ts"
import { landingPage, landsOn } from "./home-page.ts"

test("who signs content lands where it waits for a signature", () => {
  assert.equal(
    landingPage(["/study", "/archive", "/content"], [PERMISSION.CONTENT_SIGN_CLINICAL]),
    "/content",
  )
  assert.equal(landingPage(["/study", "/archive"], []), "/study")
})

test("who works a shift lands there, and a head of the room in the room, whatever else they sign", () => {
  const signs = [PERMISSION.CONTENT_SIGN_CLINICAL, PERMISSION.CONTENT_SIGN_OPERATIONS]
  assert.equal(landingPage(["/desk", "/study", "/content"], signs), "/desk")
  assert.equal(landingPage(["/desk", "/centre", "/room", "/content"], signs), "/room")
  assert.equal(landingPage(["/unit", "/training"], []), "/unit")
  assert.equal(landingPage([], []), "/login")
})

const opens = (path: string) => path === "/desk" || path === "/training"

test("who signs in to work after a practice lands on the page of their role", () => {
  assert.equal(landsOn("/training", "/desk", { mode: "real", opens }), "/desk")
  assert.equal(landsOn("/training", "/desk", { mode: "exercise", opens }), "/desk")
  assert.equal(landsOn("/training", "/desk", { mode: "training", opens }), "/training")
})

test("who signs in lands where they wanted to go, but on no page that is not theirs and on no other site", () => {
  assert.equal(landsOn("/desk?region=2", "/training", { mode: "real", opens }), "/desk?region=2")
  assert.equal(landsOn("/room", "/desk", { mode: "real", opens }), "/desk")
  assert.equal(landsOn("//elsewhere", "/desk", { mode: "real", opens: () => true }), "/desk")
  assert.equal(landsOn(null, "/desk", { mode: "real", opens: () => true }), "/desk")
})
