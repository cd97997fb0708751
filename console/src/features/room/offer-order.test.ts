import assert from "node:assert/strict"
import { test } from "node:test"
import { offerOrder } from "./offer-order.ts"

const centre = (id: string, agency: string) => ({ id, agency, name: id })
const SERVICES: { readonly [agency: string]: string } = {
  bom: "fire",
  pol: "police",
  gua: "police",
  san: "health",
}
const order = (ids: readonly (readonly [string, string])[], asked: string, wanted = "police") =>
  offerOrder(
    ids.map(([id, agency]) => centre(id, agency)),
    { centre: asked, service: wanted },
    (agency) => SERVICES[agency] ?? "",
  ).map((each) => each.id)

test("the first is of the service that is missing, though its one centre was asked already", () => {
  assert.deepEqual(
    order(
      [
        ["bomberos", "bom"],
        ["policia", "pol"],
        ["sanidad", "san"],
      ],
      "policia",
    ),
    ["policia", "bomberos", "sanidad"],
  )
})

test("of two centres of that service the one that was not asked is first", () => {
  assert.deepEqual(
    order(
      [
        ["bomberos", "bom"],
        ["a-asked", "pol"],
        ["guardia", "gua"],
      ],
      "a-asked",
    ),
    ["guardia", "a-asked", "bomberos"],
  )
})

test("where no centre is of that service, one of another police stands first", () => {
  assert.deepEqual(
    order(
      [
        ["bomberos", "bom"],
        ["policia", "pol"],
        ["sanidad", "san"],
      ],
      "",
      "traffic_police",
    ),
    ["policia", "bomberos", "sanidad"],
  )
})
