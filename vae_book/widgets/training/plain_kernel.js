/**
 * What kernel.ts has for training, in plain JavaScript. It takes the same arguments, but addresses
 * count the floats of `heap`.
 */
import { normalTail } from "../network/activations.js";

const PANEL = 8; // columns of a matrix that lie together, see kernel.ts
const FIRST = 0.1; // shares of Adam's moments that a step renews
const SECOND = 0.001;
const TINY = 1e-7;

/** @param {Float32Array} heap */
export function plainTraining(heap) {
  /** D = A^T G, in panels. */
  const outer = (rows, columns, inner, a, g, d) => {
    for (let n = 0; n < columns; n += 2) {
      const both = n + 1 < columns;
      let to = d + Math.floor(n / PANEL) * inner * PANEL + (n % PANEL);
      for (let k = 0; k < inner; k++, to += PANEL) {
        let [sum, next] = [0, 0];
        let p = a + k;
        let q = g + n;
        for (let row = 0; row < rows; row++, p += inner, q += columns) {
          sum += heap[p] * heap[q];
          next += heap[p] * heap[q + 1];
        }
        heap[to] = sum;
        if (both) heap[to + 1] = next;
      }
    }
  };

  /** Where row `a` is not 0, each place counted from its start. */
  const inkOf = (a, inner) => {
    const places = [];
    for (let k = 0; k < inner; k++) if (heap[a + k] !== 0) places.push(k);
    return places;
  };
  const inkMatmul = (rows, columns, inner, a, b, bias, c) => {
    for (let row = 0; row < rows; row++, a += inner, c += columns) {
      const places = inkOf(a, inner);
      for (let n = 0; n < columns; n++) {
        const column = b + Math.floor(n / PANEL) * inner * PANEL + (n % PANEL);
        let sum = heap[bias + n];
        for (const k of places) sum += heap[a + k] * heap[column + k * PANEL];
        heap[c + n] = sum;
      }
    }
  };
  const inkOuter = (rows, columns, inner, a, g, d) => {
    heap.fill(0, d, d + inner * columns);
    for (let row = 0; row < rows; row++, a += inner, g += columns) {
      const places = inkOf(a, inner);
      for (let n = 0; n < columns; n++) {
        const column = d + Math.floor(n / PANEL) * inner * PANEL + (n % PANEL);
        const slope = heap[g + n];
        for (const k of places) heap[column + k * PANEL] += heap[a + k] * slope;
      }
    }
  };

  const transpose = (columns, inner, b, t) => {
    for (let k = 0; k < inner; k++) {
      let to = t + Math.floor(k / PANEL) * columns * PANEL + (k % PANEL);
      for (let n = 0; n < columns; n++, to += PANEL) {
        heap[to] = heap[b + (Math.floor(n / PANEL) * inner + k) * PANEL + (n % PANEL)];
      }
    }
  };

  const geluSlope = (at, g, count) => {
    for (let k = 0; k < count; k++) {
      const x = heap[at + k];
      const bell = Math.exp(-x * x / 2);
      const tail = normalTail(x, bell);
      heap[g + k] *= (x > 0 ? 1 - tail : tail) + 0.3989422804 * x * bell;
    }
  };

  const bernoulli = (a, x, count, scale, out) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const [logit, pixel] = [heap[a + k], heap[x + k]];
      const small = Math.exp(-Math.abs(logit));
      sum += Math.max(logit, 0) - pixel * logit + Math.log1p(small);
      heap[a + k] = scale * ((logit > 0 ? 1 : small) / (1 + small) - pixel);
    }
    heap.fill(0, out, out + 4);
    heap.fill(1, out + 4, out + 12);
    heap[out] = sum;
  };

  const gaussian = (a, x, count, scale, out) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const error = heap[a + k] - heap[x + k];
      sum += error * error;
      heap[a + k] = scale * error;
    }
    heap.fill(0, out, out + 4);
    heap[out] = sum;
  };

  const adam = (w, g, m, v, count, rate) => {
    for (let k = 0; k < count; k++) {
      const slope = heap[g + k];
      heap[m + k] += FIRST * (slope - heap[m + k]);
      heap[v + k] += SECOND * (slope * slope - heap[v + k]);
      heap[w + k] -= (heap[m + k] * rate) / (Math.sqrt(heap[v + k]) + TINY);
    }
  };
  return { outer, inkMatmul, inkOuter, transpose, geluSlope, bernoulli, gaussian, adam };
}
