/**
 * Each text file of the build beside itself compressed, brotli and gzip, so that the server only has to send it
 * (`platform/http/built_files.py`). A plugin of vite.config.ts; after `offline`, whose list has no compressed file.
 */

import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import type { Plugin } from "vite"

const TEXT = /^assets\/.*\.(js|mjs|css|svg)$/
/** Below it a header weighs more than what is saved (ours). */
const BYTES_MIN = 1024

export function precompress(): Plugin {
  return {
    name: "auxilio-precompress",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const [name, each] of Object.entries(bundle)) {
          if (!TEXT.test(name)) continue
          const body = Buffer.from(each.type === "chunk" ? each.code : each.source)
          if (body.length < BYTES_MIN) continue
          const brotli = brotliCompressSync(body, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
            },
          })
          this.emitFile({ type: "asset", fileName: `${name}.br`, source: brotli })
          this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(body, { level: 9 }) })
        }
      },
    },
  }
}
