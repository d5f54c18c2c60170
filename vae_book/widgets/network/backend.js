/**
 * The arithmetic of decoder.js: one float32 heap, and what works on it in place.
 *
 * With WebAssembly the heap is the memory of kernel.wasm, without it a plain array. All addresses
 * here count floats.
 */
import { activations } from "./activations.js";
// @ts-ignore: the joiner makes it a module that exports the bytes in base64
import kernel from "./kernel.wasm";
import { plainMatmul } from "./plain_matmul.js";

const PAGE_BYTES = 65536;

/**
 * Makes a heap and the functions that work on it.
 * @param {number} totalFloats
 * @param {boolean} wasm - False to use plain JavaScript even where WebAssembly exists.
 * @returns {{heap: Float32Array, matmul: function(...number): void, activate: function(string, number,
 *   number), exports?: object, backend: string}} `activate` takes a name, an address and
 *   how many numbers; `exports` are kernel.wasm's own functions, whose addresses count bytes.
 */
export function createBackend(totalFloats, wasm) {
  return wasm && wasmModule() ? wasmBackend(totalFloats) : plainBackend(totalFloats);
}

function plainBackend(totalFloats) {
  const heap = new Float32Array(totalFloats);
  const matmul = (...sizes) => plainMatmul(heap, ...sizes);
  const activate = (name, at, count) => activations[name](heap.subarray(at, at + count));
  return { heap, matmul, activate, backend: "js" };
}

function wasmBackend(totalFloats) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * totalFloats) / PAGE_BYTES) });
  const instance = new WebAssembly.Instance(wasmModule(), { env: { memory } });
  const exports = /** @type {Object<string, function(...number): void>} */ (instance.exports);
  const heap = new Float32Array(memory.buffer);
  const matmul = (rows, columns, inner, a, b, bias, c) =>
    exports.matmul(rows, columns, inner, 4 * a, 4 * b, 4 * bias, 4 * c);
  const activate = (name, at, count) => {
    if (exports[name]) exports[name](4 * at, count);
    else activations[name](heap.subarray(at, at + count));
  };
  return { heap, matmul, activate, exports, backend: "wasm" };
}

let compiled;

/** The compiled kernel, or null where WebAssembly or its SIMD instructions are missing. */
function wasmModule() {
  if (compiled === undefined) {
    compiled = null;
    const bytes = Uint8Array.from(atob(kernel), (character) => character.charCodeAt(0));
    if (typeof WebAssembly === "object" && WebAssembly.validate(bytes)) {
      compiled = new WebAssembly.Module(bytes);
    }
  }
  return compiled;
}
