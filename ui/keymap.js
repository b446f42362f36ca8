/** Write the keys as a page of the documentation, from the keymap itself: node keymap.js ../docs/reference/keys.md */

import { writeFileSync } from "node:fs";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { runnerImport } from "vite";

const HEAD = `# Keys

Made from the keymap of the pages (\`make docs\`). Keys do nothing while one types in a field, except those marked so; on a Mac,
Ctrl is ⌘. Every key can be changed: press \`?\`, then *change* beside the action. What is changed stays in that browser.
`;

const options = { configFile: false, logLevel: "error", plugins: [svelte({ configFile: false })] };
const { module: keymap } = await runnerImport("./src/lib/keymap.ts", options);
const { module: words } = await runnerImport("./src/lib/strings.ts", options);

const said = (key) => `\`${keymap.shown(key)}\``;
const faces = (binding) =>
  keymap.isSeries(binding) ? `${said(binding.keys[0])} – ${said(binding.keys.at(-1))}` : binding.keys.map(said).join(", ");
const when = ({ typing, field }) => (field ? words.strings.help.inField : typing ? words.strings.help.whileTyping : "");

const places = [...new Set(keymap.bindings.map((binding) => binding.where))];
const parts = places.map((where) => {
  const rows = keymap.bindings
    .filter((binding) => binding.where === where)
    .map((binding) => `| ${faces(binding)} | ${keymap.title(binding.id)} | ${when(binding)} |`);
  const place = where === "everywhere" ? words.strings.help.everywhere : words.strings.stages[where];
  return [`\n## ${place}\n`, "| key | what it does | works |", "| --- | --- | --- |", ...rows, ""].join("\n");
});
writeFileSync(process.argv[2], HEAD + parts.join(""));
