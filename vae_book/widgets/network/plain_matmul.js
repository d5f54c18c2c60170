/**
 * The matrix product of kernel.ts in plain JavaScript, for browsers without WebAssembly's SIMD.
 * It takes the same arguments, but addresses count the floats of `heap`.
 */
const PANEL = 8; // columns of a matrix that lie together, see kernel.ts

/** C = bias + A B: four rows and two columns at a time. */
export function plainMatmul(heap, rows, columns, inner, a, b, bias, c) {
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
