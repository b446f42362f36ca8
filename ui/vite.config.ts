import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// `vite` serves the pages with hot reload; a `linewise up` running beside it, here or at LINEWISE_SERVER, answers the API.
const server = process.env["LINEWISE_SERVER"] ?? "http://127.0.0.1:8377";

export default defineConfig({
  plugins: [svelte()],
  base: "/",
  build: {
    outDir: "../src/linewise/web/static",
    emptyOutDir: true,
    target: "es2022",
    // The wheel redistributes what is bundled here, so it carries the licences too.
    license: { fileName: "third-party-licenses.md" },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      // The server refuses a foreign Host or Origin; through the proxy the page is its own.
      "/api": { target: server, changeOrigin: true, headers: { origin: server } },
    },
  },
  // Svelte's server build has no DOM; component tests want the browser one.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
  },
});
