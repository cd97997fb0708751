/** JSON Schema on standard input, TypeScript on standard output: the half of generate_protocol.py that needs npm. */

import { text } from "node:stream/consumers"
import { compile } from "json-schema-to-typescript"

const schema = JSON.parse(await text(process.stdin))
const made = await compile(schema, "Protocol", {
  additionalProperties: false,
  bannerComment: "",
  format: false,
  unreachableDefinitions: true,
  declareExternallyReferenced: true,
  strictIndexSignatures: false,
})
// The root has no content of its own: it only carries the definitions.
process.stdout.write(made.replace(/export interface Protocol \{[\s\S]*?\n?\}\n/, "").trimStart())
