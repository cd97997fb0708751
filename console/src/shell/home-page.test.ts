import assert from "node:assert/strict"
import { test } from "node:test"
import { PERMISSION } from "../protocol/permissions.ts"
import { landingPage } from "./home-page.ts"

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
