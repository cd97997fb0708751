import assert from "node:assert/strict"
import { test } from "node:test"
import type { ExtractUpload, RegionSetupView } from "../../protocol/generated.ts"
import type { Reply } from "../../state/api.ts"
import { isPending, sendPieces, type UploadPorts } from "./region-upload.ts"

const FILE = new Blob(["0123456789"])
const UPLOAD: ExtractUpload = {
  id: "u1",
  name: "alba.osm.pbf",
  size_bytes: 10,
  modified_ms: 7,
  received_bytes: 0,
}
const LOST: Reply<never> = { ok: false, problem: { code: "network", status: 0, facts: {} } }
const VIEW: RegionSetupView = {
  in_force: null,
  files: [],
  upload: null,
  build: null,
  can_build: true,
  folder: "",
  free_bytes: 0,
}

/** A server that keeps pieces; `faults`: of the piece of that number, whether it comes and its answer does not. */
function server(faults: { readonly [nth: number]: "comes" | "is lost" }, stopAfter = Infinity) {
  let kept = ""
  let nth = 0
  const now = (): ExtractUpload => ({ ...UPLOAD, received_bytes: kept.length })
  const ports: UploadPorts = {
    put: async (upload, piece) => {
      nth += 1
      assert.equal(upload.received_bytes, kept.length, "each piece goes where the last one ended")
      if (faults[nth] !== "is lost") kept += await piece.text()
      return faults[nth] === undefined ? { ok: true, value: now() } : LOST
    },
    view: async () => {
      const whole = kept.length === UPLOAD.size_bytes
      const files = whole ? [{ name: UPLOAD.name, size_bytes: UPLOAD.size_bytes }] : []
      return { ok: true, value: { ...VIEW, files, upload: whole ? null : now() } }
    },
    rest: async () => {},
    onprogress: () => {},
    stopped: () => nth >= stopAfter,
  }
  return { ports, kept: () => kept, asked: () => nth }
}

test("pieces that break off are sent again, and those that came are not", async () => {
  const one = server({ 1: "is lost", 3: "comes", 5: "comes" })
  assert.equal(await sendPieces(UPLOAD, FILE, 3, one.ports), null)
  assert.equal(one.kept(), "0123456789")
  assert.equal(one.asked(), 5)
})

test("a person leaves it, and a refusal ends it", async () => {
  const one = server({}, 2)
  assert.equal(await sendPieces(UPLOAD, FILE, 3, one.ports), null)
  assert.equal(one.kept(), "012345")
  const problem = { code: "region_file_not_osm", status: 409, facts: {} }
  const refused = { ...one.ports, stopped: () => false, put: async () => ({ ok: false as const, problem }) }
  assert.deepEqual(await sendPieces(UPLOAD, FILE, 3, refused), problem)
})

test("a server that stays away is told in the end", async () => {
  const one = server({})
  const away = { ...one.ports, put: async () => LOST, view: async () => LOST }
  assert.equal((await sendPieces(UPLOAD, FILE, 3, away))?.code, "network")
})

test("what was built is awaited until it answers", () => {
  const build = {
    id: "b1",
    file: "alba.osm.pbf",
    asked_at: "",
    asked_by: "",
    state: "built",
    version: "v2",
  } as const
  const in_force = { version: "v1", source: "", data_at: "", is_invented: false }
  assert.equal(isPending({ ...VIEW, build, in_force }), true)
  assert.equal(isPending({ ...VIEW, build, in_force: { ...in_force, version: "v2" } }), false)
  assert.equal(isPending(VIEW), false)
})
