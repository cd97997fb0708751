import { svelte } from "@sveltejs/vite-plugin-svelte"
import { defineConfig } from "vite"

const SERVER = process.env.AUXILIO_URL ?? "http://127.0.0.1:8112"

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2023",
    // Fonts and icons stay files of our own origin: a data: URL would need a hole in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre alone is over a megabyte; it is its own chunk and waits for the first map.
    chunkSizeWarningLimit: 1400,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: {
    host: "127.0.0.1",
    fs: { allow: [".."] },
    proxy: { "/api": { target: SERVER, ws: true } },
  },
})
