import { join } from "node:path"
import { svelte } from "@sveltejs/vite-plugin-svelte"
import { defineConfig } from "vite"
import { reachedFrom } from "./tools/first-pages.ts"
import { offline } from "./tools/offline.ts"
import { precompress } from "./tools/precompress.ts"
import { words } from "./tools/words.ts"

const SERVER = process.env.AUXILIO_URL ?? "http://127.0.0.1:8112"
const SHARED = /\/console\/src\/|\/node_modules\/svelte\//
/** What the desk opens with. */
const DESK = ["src/main.ts", "src/features/desk/Page.svelte"].map((each) => join(import.meta.dirname, each))

export default defineConfig({
  plugins: [words(), svelte(), offline(), precompress()],
  build: {
    target: "es2023",
    // Fonts and icons stay files of our own origin: a data: URL would need a hole in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre alone is over a megabyte; it is its own chunk and waits for the first map.
    chunkSizeWarningLimit: 1400,
    reportCompressedSize: false,
    rolldownOptions: {
      // The service worker has a name that never changes, at the root, because its place is its reach.
      input: { index: "index.html", sw: "src/offline/sw.ts" },
      output: {
        // A page of seventy small files waits for each: what several pages need is one file, and what the desk does not another.
        codeSplitting: {
          groups: [
            {
              debugName: "shared",
              name: (id, graph) => (reachedFrom(DESK, graph).has(id) ? "shared" : null),
              test: SHARED,
              minShareCount: 2,
              priority: 2,
            },
            { name: "shared-other", test: SHARED, minShareCount: 2, priority: 1 },
          ],
        },
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es" },
  server: {
    host: "127.0.0.1",
    fs: { allow: [".."] },
    proxy: { "/api": { target: SERVER, ws: true } },
  },
})
