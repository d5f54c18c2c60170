/**
 * The arithmetic of training: the heap of backend.js and what works on it, forwards and backwards.
 * All addresses count floats.
 */
import { createBackend } from "../network/backend.js";
import { plainTraining } from "./plain_kernel.js";

/** Of each exported function of kernel.ts, which of its arguments are addresses. */
const ADDRESSES = {
  outer: [3, 4, 5],
  inkMatmul: [3, 4, 5, 6, 7],
  inkOuter: [3, 4, 5, 6],
  transpose: [2, 3],
  geluSlope: [0, 1],
  bernoulli: [0, 1, 4],
  gaussian: [0, 1, 4],
  adam: [0, 1, 2, 3],
};

/**
 * Makes a heap and the functions that work on it.
 * @param {number} totalFloats
 * @param {boolean} wasm - False to use plain JavaScript even where WebAssembly exists.
 * @returns {object} What `createBackend` returns, with the functions named above.
 */
export function createEngine(totalFloats, wasm) {
  const backend = createBackend(totalFloats, wasm);
  const { heap, exports } = backend;
  if (!exports) return { ...backend, ...plainTraining(heap) };
  const functions = Object.entries(ADDRESSES).map(([name, places]) => {
    const scales = Array.from({ length: exports[name].length }, (_, k) => places.includes(k));
    const call = (...numbers) => exports[name](...numbers.map((n, k) => (scales[k] ? 4 * n : n)));
    return [name, call];
  });
  return { ...backend, ...Object.fromEntries(functions) };
}
