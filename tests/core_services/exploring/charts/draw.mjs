// Compiles Vega-Lite specifications and draws them as SVG, with expressions walked instead of evaluated as the pages do it.
// node draw.mjs VEGA VEGA_LITE INTERPRETER < [spec, …] > [{warnings, svg}, …]
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const [vegaFile, vegaLiteFile, interpreterFile] = process.argv.slice(2);
for (const file of [vegaFile, vegaLiteFile]) runInThisContext(readFileSync(file, "utf8")); // scripts, as on the page
const { vega, vegaLite } = /** @type {any} */ (globalThis);
const interpreter = await import(pathToFileURL(interpreterFile).href);

/** @param {any} spec */
async function drawn(spec) {
  /** @type {string[]} */
  const warnings = [];
  const note = (/** @type {any[]} */ ...words) => {
    warnings.push(words.join(" "));
    return logger;
  };
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  const compiled = vegaLite.compile({ ...spec, width: 600 }, { logger }).spec;
  const runtime = vega.parse(compiled, undefined, { ast: true });
  const view = new vega.View(runtime, { expr: interpreter.expressionInterpreter, renderer: "none", logger });
  return { warnings, svg: await view.toSVG() };
}

const specs = JSON.parse(readFileSync(0, "utf8"));
const found = [];
for (const spec of specs) found.push(await drawn(spec));
process.stdout.write(JSON.stringify(found));
