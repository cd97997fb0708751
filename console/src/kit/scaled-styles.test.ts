import assert from "node:assert/strict"
import { test } from "node:test"
import { scaledQuery, scaledValue } from "./scaled-styles.ts"

test("a page enlarged by half asks its window as one two thirds as wide", () => {
  assert.equal(
    scaledQuery("(min-width: 761px) and (max-width: 1199px)", 1.5),
    "(min-width: 1141.5px) and (max-width: 1798.5px)",
  )
  assert.equal(scaledQuery("(max-height: 999px)", 1.25), "(max-height: 1248.75px)")
  assert.equal(scaledQuery("print", 1.5), "print")
})

test("a share of the window stays as high as it was on the screen", () => {
  assert.equal(scaledValue("calc(100dvh - 48px)", 1.5), "calc(66.667dvh - 48px)")
  assert.equal(scaledValue("min(480px, 80vw)", 1.25), "min(480px, 64vw)")
})

test("at its own size nothing is changed, and what does not speak of the window never is", () => {
  for (const said of ["calc(100dvh - 48px)", "minmax(0, 1fr) / 96px", "var(--x1vh)"])
    assert.equal(scaledValue(said, 1), said)
  assert.equal(scaledValue("minmax(0, 1fr) / 96px", 1.5), "minmax(0, 1fr) / 96px")
  assert.equal(scaledQuery("(max-width: 1199px)", 1), "(max-width: 1199px)")
})
