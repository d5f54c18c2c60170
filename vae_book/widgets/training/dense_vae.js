/**
 * A dense VAE that learns: 784-256-2K and K-256-784 with gelu, as in vae_lib/networks.py, forwards
 * and backwards. Its noise and its data are the caller's.
 */
import { createEngine } from "./engine.js";
import {
  BERNOULLI,
  D,
  deviation,
  gaussianConstant,
  klOfUnit,
  klSlope,
  S_HEAD,
  SCORE,
  score,
  spread,
} from "./loss.js";

const HIDDEN = 256;
export const BATCH = 100;
const PANEL = 8; // columns of a matrix that lie together, see kernel.ts
const up = (count, step) => Math.ceil(count / step) * step;

/**
 * @param {object} setting - `likelihood`, `sigma`, `head`, `gradient`, `K` and `L`.
 * @param {boolean} wasm - False to use plain JavaScript even where WebAssembly exists.
 */
export function createDenseVae(setting, wasm = true) {
  const { likelihood, head, K, L } = setting;
  const layers = [[D, HIDDEN], [HIDDEN, 2 * K], [K, HIDDEN], [HIDDEN, D]].map(describe);
  const rows = BATCH * L; // of z
  let next = 256; // address 0 stays unused
  const reserve = (count) => {
    const at = next;
    next = at + up(count, 4) + PANEL; // room for a panel's surplus
    return at;
  };
  const size = layers.at(-1).biasAt + D; // of all weights
  const [w, g, m, v] = [1, 2, 3, 4].map(() => reserve(size));
  const [x, before, hidden, slope] = [D, HIDDEN, HIDDEN, HIDDEN].map((n) => reserve(BATCH * n));
  const [q, qSlope] = [1, 2].map(() => reserve(BATCH * 2 * K));
  const [z, zSlope] = [1, 2].map(() => reserve(rows * K));
  const [zBefore, zHidden, hSlope] = [1, 2, 3].map(() => reserve(rows * HIDDEN));
  const out = reserve(rows * D);
  const sizes = [up(D, PANEL) * HIDDEN, D, rows, 12, D + 1];
  const [turned, zeros, ones, sums, list] = sizes.map(reserve);
  const engine = createEngine(next, wasm);
  const { heap, matmul, outer, transpose, geluSlope, activate } = engine;
  heap.fill(1, ones, ones + rows);
  const [first, heads, third, last] = layers;
  let steps = 0; // of Adam

  const product = ({ inner, columns, at, biasAt }, count, from, to) =>
    matmul(count, columns, inner, from, w + at, w + biasAt, to);
  const bend = (from, to, count) => {
    heap.copyWithin(to, from, from + count * HIDDEN);
    activate("gelu", to, count * HIDDEN);
  };
  /** The gradients of a layer's weights, from its inputs and the slope of its outputs. */
  const weightSlopes = ({ inner, columns, at, biasAt }, count, from, to) => {
    outer(count, columns, inner, from, to, g + at);
    outer(count, columns, 1, ones, to, g + biasAt);
  };
  const inputSlopes = ({ inner, columns, at }, count, from, to) => {
    transpose(columns, inner, w + at, turned);
    matmul(count, inner, columns, from, turned, zeros, to);
  };

  /** q(z|x) of images that lie at `x`. */
  const encode = (count) => {
    engine.inkMatmul(count, HIDDEN, D, x, w + first.at, w + first.biasAt, before, list);
    bend(before, hidden, count);
    product(heads, count, hidden, q);
  };
  /** The parameters of p(x|z) at vectors that lie at `z`. */
  const decode = (count) => {
    product(third, count, z, zBefore);
    bend(zBefore, zHidden, count);
    product(last, count, zHidden, out);
  };
  /** z = m + s epsilon, `samples` times for each image (equation 22). */
  const sample = (count, samples, epsilon) => {
    for (let k = 0; k < samples * count * K; k++) {
      const at = q + Math.floor(k / K) % count * 2 * K + (k % K);
      heap[z + k] = heap[at] + deviation(head, heap[at + K]) * epsilon[k];
    }
  };
  /** -log p(x|z) of one row of `out`, whose numbers become its slope times `scale`. */
  const negLogLikelihood = (row, image, scale) => {
    const at = out + row * D;
    const { sigma } = setting;
    const four = (from) => heap.subarray(sums + from, sums + from + 4);
    const add = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
    if (likelihood === BERNOULLI) {
      engine.bernoulli(at, x + image * D, D, scale, sums);
      return add(four(0)) + add([...four(4), ...four(8)].map(Math.log));
    }
    engine.gaussian(at, x + image * D, D, scale / sigma ** 2, sums);
    return add(four(0)) / (2 * sigma ** 2) + gaussianConstant(sigma);
  };
  const klOf = (image, units) => {
    let total = 0;
    for (let k = 0; k < K; k++) {
      const at = q + image * 2 * K + k;
      const kl = klOfUnit(head, heap[at], heap[at + K]);
      units[k] += kl;
      total += kl;
    }
    return total;
  };

  /**
   * Both terms of the images, in nats: summed over pixels and units, added up over the images.
   * @param {Float32Array} images - At most `BATCH`, one after the other.
   * @param {Float32Array|Float64Array} epsilon - K numbers for each sample of each image, sample by sample.
   * @param {number} samples - At most L.
   * @returns {{reconstruction: number, kl: number, units: Float64Array, losses: Float64Array}}
   *   `losses` has the reconstruction of each sample.
   */
  const terms = (images, epsilon, samples, scale = 1) => {
    const count = images.length / D;
    heap.set(images, x);
    encode(count);
    sample(count, samples, epsilon);
    decode(count * samples);
    const losses = Float64Array.from(
      { length: count * samples },
      (_, row) => negLogLikelihood(row, row % count, scale),
    );
    const units = new Float64Array(K);
    let kl = 0;
    for (let image = 0; image < count; image++) kl += klOf(image, units);
    const reconstruction = losses.reduce((sum, each) => sum + each, 0) / samples;
    return { reconstruction, kl, units, losses };
  };

  /**
   * The same, and the gradients of the loss, a mean over the images, by all weights.
   * @param {{pixels: number, latents: number}} weights - Of the two terms, from loss.js.
   */
  const gradients = (images, epsilon, weights) => {
    const count = images.length / D;
    const all = count * L;
    const scale = weights.pixels / all;
    const found = terms(images, epsilon, L, scale);
    weightSlopes(last, all, zHidden, out);
    inputSlopes(last, all, out, hSlope);
    geluSlope(zBefore, hSlope, all * HIDDEN);
    weightSlopes(third, all, z, hSlope);
    inputSlopes(third, all, hSlope, zSlope);
    posteriorSlopes(count, epsilon, scale, weights.latents / count, found.losses);
    weightSlopes(heads, count, hidden, qSlope);
    inputSlopes(heads, count, qSlope, slope);
    geluSlope(before, slope, count * HIDDEN);
    engine.inkOuter(count, HIDDEN, D, x, slope, g + first.at, list);
    outer(count, HIDDEN, 1, ones, slope, g + first.biasAt);
    return found;
  };
  /** The slope along m and along the second head: of the reconstruction, then of the KL. */
  const posteriorSlopes = (count, epsilon, scale, klScale, losses) => {
    for (let k = 0; k < count * K; k++) {
      const at = Math.floor(k / K) * 2 * K + (k % K);
      const h = heap[q + at + K];
      let [byMean, byHead] = [klScale * heap[q + at], klScale * klSlope(head, h)];
      for (let n = k; n < count * K * L; n += count * K) {
        if (setting.gradient === SCORE) {
          const [mean, second] = score(head, h, epsilon[n]);
          const loss = scale * losses[Math.floor(n / K)];
          byMean += loss * mean;
          byHead += loss * second;
        } else {
          byMean += heap[zSlope + n];
          byHead += heap[zSlope + n] * spread(head, h, epsilon[n]);
        }
      }
      heap[qSlope + at] = byMean;
      heap[qSlope + at + K] = byHead;
    }
  };

  /** One step of Adam along the gradients, as Keras takes it. */
  const update = (rate) => {
    steps += 1;
    const corrected = (rate * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
    engine.adam(w, g, m, v, up(size, 4), corrected);
  };

  /** Weights or their gradients as Keras has them: kernels row by row, then biases, in turn. */
  const read = (start) =>
    layers.flatMap(({ inner, columns, at, biasAt }) => {
      const kernel = new Float32Array(inner * columns);
      for (let k = 0; k < kernel.length; k++) {
        kernel[k] = heap[start + place(at, inner, columns, k)];
      }
      return [kernel, heap.slice(start + biasAt, start + biasAt + columns)];
    });
  const write = (arrays) => {
    layers.forEach(({ inner, columns, at, biasAt }, n) => {
      arrays[2 * n].forEach((number, k) => (heap[w + place(at, inner, columns, k)] = number));
      heap.set(arrays[2 * n + 1], w + biasAt);
    });
  };
  /** Glorot's uniform start, Keras's own, from numbers between 0 and 1; s starts close to 1. */
  const start = (uniform) => {
    write(layers.flatMap(({ inner, columns }) => {
      const reach = Math.sqrt(6 / (inner + columns));
      const kernel = new Float32Array(inner * columns);
      return [kernel.map(() => reach * (2 * uniform() - 1)), new Float32Array(columns)];
    }));
    if (head !== S_HEAD) return;
    heap.fill(1, w + heads.biasAt + K, w + heads.biasAt + 2 * K);
    for (let k = 0; k < HIDDEN * 2 * K; k++) {
      if (k % (2 * K) >= K) heap[w + place(heads.at, HIDDEN, 2 * K, k)] *= 0.25;
    }
  };

  return {
    backend: engine.backend,
    shapes: layers.flatMap(({ inner, columns }) => [[inner, columns], [columns]]),
    start,
    terms,
    gradients,
    update,
    weights: () => read(w),
    slopes: () => read(g),
    write,
    /** The outputs of both heads, K and K numbers an image. */
    posterior: (images) => {
      heap.set(images, x);
      encode(images.length / D);
      return heap.slice(q, q + (images.length / D) * 2 * K);
    },
    /** Means of p(x|z), D numbers a vector. */
    decode: (vectors) => {
      const count = vectors.length / K;
      heap.set(vectors, z);
      decode(count);
      if (likelihood === BERNOULLI) activate("sigmoid", out, count * D);
      return heap.slice(out, out + count * D);
    },
    /** The slopes along m that the last call of `gradients` left, K numbers an image. */
    meanSlopes: (count) =>
      Float32Array.from(
        { length: count * K },
        (_, k) => heap[qSlope + Math.floor(k / K) * 2 * K + (k % K)],
      ),
  };

  /** The places of a layer's weights among all of them. */
  function describe([inner, columns], n, sizes) {
    const length = ([a, b]) => (a + 1) * up(b, PANEL);
    const at = sizes.slice(0, n).reduce((sum, each) => sum + length(each), 0);
    return { inner, columns, at, biasAt: at + inner * up(columns, PANEL) };
  }
}

/** Where number `k` of a matrix, counted row by row, lies among its panels. */
function place(at, inner, columns, k) {
  const [row, column] = [Math.floor(k / columns), k % columns];
  return at + (Math.floor(column / PANEL) * inner + row) * PANEL + (column % PANEL);
}
