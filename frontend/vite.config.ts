import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const islands = readdirSync("src/islands").filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

const shared = { outDir: "../huiwu/static/built", target: "es2022", modulePreload: false, assetsInlineLimit: 0 } as const;
const pages = {
  ...shared,
  emptyOutDir: true,
  manifest: true,
  rollupOptions: { input: islands.map((name) => `src/islands/${name}`) },
};
// A service worker is one file without imports, under a name that stays.
const worker = {
  ...shared,
  emptyOutDir: false,
  rollupOptions: {
    input: "src/workers/offline.ts",
    output: { format: "iife" as const, entryFileNames: "offline-worker.js" },
  },
};

export default defineConfig(({ mode }) => ({
  base: "./",
  build: mode === "worker" ? worker : pages,
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
