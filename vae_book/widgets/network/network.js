/**
 * Runs a packed network, a decoder or an encoder, in the browser. packing.py lists its steps.
 *
 * All numbers live in one float32 heap. At its start are the weights, behind them the buffers that
 * a batch passes through; everything is laid out once, so a run allocates nothing but its result.
 */
import { activations } from "./activations.js";
import { openArrays } from "./arrays.js";
import { createBackend } from "./backend.js";

const PANEL = 8; // columns of a matrix that lie together, see kernel.ts
const MAX_BATCH = 40; // inputs taken at once, so that a batch stays in the processor's cache
const BUFFER_FLOATS = 1 << 18; // a batch is made smaller when its buffers would exceed this

/**
 * Prepares a packed network.
 * @param {{get: function(string): any}} packed - The state of packed.py's widget.
 * @param {object} [options]
 * @param {object[]} [options.layers] - Steps in the place of all that were packed.
 * @param {boolean} [options.wasm] - False to use plain JavaScript even where WebAssembly exists.
 * @returns {{run: function(Float32Array): Float32Array, backend: string}} `run` maps n inputs,
 *   one after the other, to n outputs, one after the other.
 */
export function createNetwork(packed, { layers = packed.get("layers"), wasm = true } = {}) {
  const inputSize = packed.get("input_size");
  const numbers = openArrays(packed.get("data")).weights;
  const { steps, inputAt, totalFloats, batch, outputs } = plan(layers, inputSize, numbers.length);
  const { heap, matmul, activate, backend } = createBackend(totalFloats, wasm);
  for (const step of steps) {
    if (step.matrixAt !== undefined) placeWeights(heap, step, numbers);
  }

  const runBatch = (inputs, count) => {
    heap.set(inputs, inputAt);
    let at = inputAt;
    for (const step of steps) at = runStep({ heap, matmul, activate }, step, at, count);
    return heap.subarray(at, at + count * outputs);
  };

  const run = (inputs) => {
    const total = inputs.length / inputSize;
    const results = new Float32Array(total * outputs);
    for (let first = 0; first < total; first += batch) {
      const count = Math.min(batch, total - first);
      const part = inputs.subarray(first * inputSize, (first + count) * inputSize);
      results.set(runBatch(part, count), first * outputs);
    }
    return results;
  };
  return { run, backend };
}

/** Gives every matrix, bias and buffer its place on the heap, counted in floats. */
function plan(layers, inputSize, available) {
  let next = 256; // address 0 stays unused
  const reserve = (floats) => {
    const at = next;
    next = at + Math.ceil(floats / 4) * 4 + PANEL; // 16-byte steps; room for a panel's surplus
    return at;
  };

  let read = 0; // how many of the packed numbers the steps so far use
  let size = inputSize; // numbers per input between two steps
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
    throw new Error(
      `The model's layers need ${read} weights, but ${available} arrived. Pack them again.`,
    );
  }

  const perImage = Math.max(...steps.map((step) => step.product || 0), 1);
  const batch = Math.max(1, Math.min(MAX_BATCH, Math.floor(BUFFER_FLOATS / perImage)));
  const inputAt = reserve(batch * inputSize);
  for (const step of steps) {
    if (step.product) step.productAt = reserve(batch * step.product);
    if (step.op === "conv_transpose") step.imageAt = reserve(batch * step.size);
  }
  return { steps, inputAt, totalFloats: next, batch, outputs: size };
}

/** Adds to a layer the sizes of its matrix product. */
function describe(layer, size) {
  if (!(layer.activation in activations)) {
    throw new Error(`This page does not know "${layer.activation}".`);
  }
  if (layer.op === "activation") return { ...layer, size };
  if (layer.op === "dense") {
    const { inputs: inner, outputs: columns } = layer;
    const sizes = { rows: 1, inner, columns, biases: columns, size: columns, product: columns };
    return { ...layer, ...sizes };
  }
  if (layer.op === "conv_transpose") {
    const [height, width, inner] = layer.input_shape;
    const columns = layer.kernel_size[0] * layer.kernel_size[1] * layer.filters;
    const rows = height * width;
    const pixels = rows * layer.stride ** 2 * layer.filters;
    const sizes = { rows, inner, columns, biases: layer.filters, size: pixels };
    return { ...layer, ...sizes, product: rows * columns };
  }
  throw new Error(`This page cannot run a layer of kind "${layer.op}". Pack it again.`);
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
function runStep({ heap, matmul, activate }, step, at, count) {
  let resultAt = at;
  if (step.columns) {
    resultAt = step.productAt;
    matmul(count * step.rows, step.columns, step.inner, at, step.matrixAt, step.biasAt, resultAt);
  }
  if (step.op === "conv_transpose") {
    sumPatches(heap, step, count);
    resultAt = step.imageAt;
  }
  activate(step.activation, resultAt, count * step.size);
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
