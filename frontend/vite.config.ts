import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const islands = readdirSync("src/islands").filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

export default defineConfig({
  base: "./",
  build: {
    outDir: "../huiwu/static/built",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: islands.map((name) => `src/islands/${name}`) },
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
