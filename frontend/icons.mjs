// Rebuilds huiwu/foundation/static/huiwu/icons.svg from lucide-static: `node icons.mjs` in this folder after editing icons.txt.
import { readFileSync, writeFileSync } from "node:fs";

const source = process.argv[2] ?? "node_modules/lucide-static";
const { version } = JSON.parse(readFileSync(`${source}/package.json`, "utf8"));
const names = readFileSync("icons.txt", "utf8").split(/\s+/).filter(Boolean);
const symbols = names.map((name) => {
  const svg = readFileSync(`${source}/icons/${name}.svg`, "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
});
const head = `<!-- Lucide ${version}, https://lucide.dev. Copyright (c) Lucide Icons and Contributors. ISC License; parts from Feather, MIT. -->`;
writeFileSync(
  "../huiwu/foundation/static/huiwu/icons.svg",
  `${head}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
);
