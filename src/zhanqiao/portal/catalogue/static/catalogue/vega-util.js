// What vega-interpreter imports of vega-util, taken from the Vega that is loaded already (an import map leads here).
export const { ascending, isString, DisallowedObjectProperties } = /** @type {any} */ (globalThis).vega;
