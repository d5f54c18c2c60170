/**
 * Runs a packed decoder in the browser. packing.py writes what this file reads.
 *
 * All numbers live in one float32 heap. At its start are the weights, behind them the buffers that
 * a batch passes through; everything is laid out once, so decoding allocates nothing but its
 * result. With WebAssembly the heap is the memory of kernel.wasm, without it a plain array.
 */
import { activations } from "./activations.js";
import kernel from "./kernel.wasm";

const MAGIC = "VAEW";
const VERSION = 1;
const HEADER_BYTES = 12;
const PANEL = 8; // columns of a matrix that lie together, see kernel.ts
const MAX_BATCH = 40; // images decoded at once, so that a batch stays in the processor's cache
const BUFFER_FLOATS = 1 << 18; // a batch is made smaller when its buffers would exceed this
const PAGE_BYTES = 65536;

/** An error whose message is written for the reader and is shown in place of the figure. */
export class DecoderError extends Error {}

/**
 * Reads a block of weights: a header, then float16 or float32 numbers.
 * @param {DataView} bytes
 * @returns {Float32Array}
 */
export function readWeights(bytes) {
  if (!bytes || bytes.byteLength < HEADER_BYTES) {
    throw new DecoderError("The decoder's weights are missing. Run the notebook again.");
  }
  const magic = String.fromCharCode(...[0, 1, 2, 3].map((k) => bytes.getUint8(k)));
  const version = bytes.getUint16(4, true);
  const width = bytes.getUint16(6, true);
  const count = bytes.getUint32(8, true);
  if (magic !== MAGIC || (width !== 2 && width !== 4)) {
    throw new DecoderError("The decoder's weights are not in a known format. Pack them again.");
  }
  if (version !== VERSION) {
    throw new DecoderError(
      `The decoder's weights have format version ${version}, but this page reads version ` +
        `${VERSION}. Run the notebook again to pack them anew.`,
    );
  }
  if (bytes.byteLength !== HEADER_BYTES + width * count) {
    throw new DecoderError(
      `The decoder's weights are incomplete: ${bytes.byteLength - HEADER_BYTES} of ` +
        `${width * count} bytes arrived. Reload the page.`,
    );
  }
  // A copy, because the numbers need not start at a multiple of 4 in the buffer they came in.
  const start = bytes.byteOffset + HEADER_BYTES;
  const body = bytes.buffer.slice(start, start + width * count);
  return width === 4 ? new Float32Array(body) : halfToSingle(new Uint16Array(body));
}

/** IEEE half precision to single, through a table of all powers: not every browser can. */
function halfToSingle(halves) {
  const singles = new Float32Array(halves.length);
  for (let k = 0; k < halves.length; k++) {
    const exponent = (halves[k] >> 10) & 31;
    const fraction = halves[k] & 1023;
    const size = exponent ? (1024 + fraction) * POWERS[exponent] : fraction * POWERS[1];
    singles[k] = halves[k] & 0x8000 ? -size : size;
  }
  return singles;
}

const POWERS = Float64Array.from({ length: 32 }, (_, exponent) => 2 ** (exponent - 25));

/**
 * Prepares a decoder.
 * @param {object} packed
 * @param {object[]} packed.layers - Steps, as packing.py lists them.
 * @param {DataView} packed.weights - See `readWeights`.
 * @param {number} packed.latentSize
 * @param {object} [options]
 * @param {boolean} [options.wasm] - False to use plain JavaScript even where WebAssembly exists.
 * @returns {{decode: function(Float32Array): Float32Array, backend: string}} `decode` maps n
 *   latent vectors, one after the other, to n images, one after the other.
 */
export function createDecoder({ layers, weights, latentSize }, { wasm = true } = {}) {
  const numbers = readWeights(weights);
  const { steps, inputAt, totalFloats, batch, outputs } = plan(layers, latentSize, numbers.length);
  const { heap, matmul, backend } = createBackend(totalFloats, wasm);
  for (const step of steps) {
    if (step.matrixAt !== undefined) placeWeights(heap, step, numbers);
  }

  const decodeBatch = (z, count) => {
    heap.set(z, inputAt);
    let at = inputAt;
    for (const step of steps) at = runStep(heap, matmul, step, at, count);
    return heap.subarray(at, at + count * outputs);
  };

  const decode = (z) => {
    const total = z.length / latentSize;
    const images = new Float32Array(total * outputs);
    for (let first = 0; first < total; first += batch) {
      const count = Math.min(batch, total - first);
      const part = z.subarray(first * latentSize, (first + count) * latentSize);
      images.set(decodeBatch(part, count), first * outputs);
    }
    return images;
  };
  return { decode, backend };
}

/** Gives every matrix, bias and buffer its place on the heap, counted in floats. */
function plan(layers, latentSize, available) {
  let next = 256; // address 0 stays unused
  const reserve = (floats) => {
    const at = next;
    next = at + Math.ceil(floats / 4) * 4 + PANEL; // 16-byte steps; room for a panel's surplus
    return at;
  };

  let read = 0; // how many of the packed numbers the steps so far use
  let size = latentSize; // numbers per image between two steps
  const steps = layers.map((layer) => {
    const step = describe(layer, size);
    size = step.size;
    if (!step.columns) return step;
    step.from = read;
    read += step.inner * step.columns + step.biases;
    step.matrixAt = reserve(step.inner * padded(step.columns));
    step.biasAt = reserve(padded(step.columns));
    return step;
  });
  if (read !== available) {
    throw new DecoderError(
      `The decoder's layers need ${read} weights, but ${available} arrived. Pack them again.`,
    );
  }

  const perImage = Math.max(...steps.map((step) => step.product || 0), 1);
  const batch = Math.max(1, Math.min(MAX_BATCH, Math.floor(BUFFER_FLOATS / perImage)));
  const inputAt = reserve(batch * latentSize);
  for (const step of steps) {
    if (step.product) step.productAt = reserve(batch * step.product);
    if (step.op === "conv_transpose") step.imageAt = reserve(batch * step.size);
  }
  return { steps, inputAt, totalFloats: next, batch, outputs: size };
}

/** Adds to a layer the sizes of its matrix product. */
function describe(layer, size) {
  const activate = activations[layer.activation];
  if (!activate) throw new DecoderError(`This page does not know "${layer.activation}".`);
  if (layer.op === "activation") return { ...layer, activate, size };
  if (layer.op === "dense") {
    const { inputs: inner, outputs: columns } = layer;
    const sizes = { rows: 1, inner, columns, biases: columns, size: columns, product: columns };
    return { ...layer, ...sizes, activate };
  }
  if (layer.op === "conv_transpose") {
    const [height, width, inner] = layer.input_shape;
    const columns = layer.kernel_size[0] * layer.kernel_size[1] * layer.filters;
    const rows = height * width;
    const pixels = rows * layer.stride ** 2 * layer.filters;
    const sizes = { rows, inner, columns, biases: layer.filters, size: pixels };
    return { ...layer, ...sizes, product: rows * columns, activate };
  }
  throw new DecoderError(`This page cannot run a layer of kind "${layer.op}". Pack it again.`);
}

const padded = (columns) => Math.ceil(columns / PANEL) * PANEL;

/** Copies a matrix into panels of 8 columns, and its bias where it belongs. */
function placeWeights(heap, step, numbers) {
  const { inner, columns, from, matrixAt } = step;
  for (let first = 0; first < columns; first += PANEL) {
    const count = Math.min(PANEL, columns - first);
    let to = matrixAt + first * inner;
    let source = from + first;
    for (let k = 0; k < inner; k++) {
      for (let n = 0; n < count; n++) heap[to + n] = numbers[source + n];
      to += PANEL;
      source += columns;
    }
  }
  step.bias = numbers.subarray(from + inner * columns, from + inner * columns + step.biases);
  // A transposed convolution adds its bias after the overlapping patches have been summed.
  if (step.op === "dense") heap.set(step.bias, step.biasAt);
}

/** Runs one step on the `count` images at `at`; returns where the result lies. */
function runStep(heap, matmul, step, at, count) {
  let resultAt = at;
  if (step.columns) {
    resultAt = step.productAt;
    matmul(count * step.rows, step.columns, step.inner, at, step.matrixAt, step.biasAt, resultAt);
  }
  if (step.op === "conv_transpose") {
    sumPatches(heap, step, count);
    resultAt = step.imageAt;
  }
  step.activate(heap.subarray(resultAt, resultAt + count * step.size));
  return resultAt;
}

/** Each input pixel gave a patch of kernel size; adds the patches up where they overlap. */
function sumPatches(heap, step, count) {
  const { input_shape: inputShape, kernel_size: kernelSize, filters, stride } = step;
  const [height, width] = inputShape;
  const [kernelHeight, kernelWidth] = kernelSize;
  const outHeight = height * stride;
  const outWidth = width * stride;
  const top = Math.max(kernelHeight - stride, 0) >> 1;
  const left = Math.max(kernelWidth - stride, 0) >> 1;
  const end = step.imageAt + count * step.size;
  for (let at = step.imageAt; at < end; at += filters) heap.set(step.bias, at);

  let patch = step.productAt;
  for (let row = 0; row < count * height; row++) {
    const image = step.imageAt + Math.floor(row / height) * step.size;
    for (let column = 0; column < width; column++) {
      for (let u = 0; u < kernelHeight; u++) {
        const y = (row % height) * stride + u - top;
        if (y < 0 || y >= outHeight) continue;
        for (let v = 0; v < kernelWidth; v++) {
          const x = column * stride + v - left;
          if (x < 0 || x >= outWidth) continue;
          const to = image + (y * outWidth + x) * filters;
          const source = patch + (u * kernelWidth + v) * filters;
          for (let f = 0; f < filters; f++) heap[to + f] += heap[source + f];
        }
      }
      patch += step.columns;
    }
  }
}

/** Makes a heap and a matrix product that works on it; addresses are counted in floats. */
function createBackend(totalFloats, wasm) {
  if (wasm && wasmModule()) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * totalFloats) / PAGE_BYTES) });
    const instance = new WebAssembly.Instance(wasmModule(), { env: { memory } });
    const run = instance.exports.matmul;
    const matmul = (rows, columns, inner, a, b, bias, c) =>
      run(rows, columns, inner, 4 * a, 4 * b, 4 * bias, 4 * c);
    return { heap: new Float32Array(memory.buffer), matmul, backend: "wasm" };
  }
  const heap = new Float32Array(totalFloats);
  const matmul = (...sizes) => plainMatmul(heap, ...sizes);
  return { heap, matmul, backend: "js" };
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

/** The product of kernel.ts in plain JavaScript: four rows and two columns at a time. */
function plainMatmul(heap, rows, columns, inner, a, b, bias, c) {
  for (let n = 0; n < columns; n += 2) {
    const column = b + Math.floor(n / PANEL) * inner * PANEL + (n % PANEL);
    const both = n + 1 < columns;
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      let s00 = heap[bias + n];
      let s01 = heap[bias + n + 1];
      let [s10, s11, s20, s21, s30, s31] = [s00, s01, s00, s01, s00, s01];
      let p = a + row * inner;
      for (let q = column; q < column + inner * PANEL; q += PANEL, p++) {
        const b0 = heap[q];
        const b1 = heap[q + 1];
        const x0 = heap[p];
        const x1 = heap[p + inner];
        const x2 = heap[p + 2 * inner];
        const x3 = heap[p + 3 * inner];
        s00 += x0 * b0;
        s01 += x0 * b1;
        s10 += x1 * b0;
        s11 += x1 * b1;
        s20 += x2 * b0;
        s21 += x2 * b1;
        s30 += x3 * b0;
        s31 += x3 * b1;
      }
      const to = c + row * columns + n;
      heap[to] = s00;
      heap[to + columns] = s10;
      heap[to + 2 * columns] = s20;
      heap[to + 3 * columns] = s30;
      if (!both) continue;
      heap[to + 1] = s01;
      heap[to + columns + 1] = s11;
      heap[to + 2 * columns + 1] = s21;
      heap[to + 3 * columns + 1] = s31;
    }
    for (; row < rows; row++) {
      let s0 = heap[bias + n];
      let s1 = heap[bias + n + 1];
      let p = a + row * inner;
      for (let q = column; q < column + inner * PANEL; q += PANEL, p++) {
        s0 += heap[p] * heap[q];
        s1 += heap[p] * heap[q + 1];
      }
      heap[c + row * columns + n] = s0;
      if (both) heap[c + row * columns + n + 1] = s1;
    }
  }
}
