// The matrix product of decoder.js, in AssemblyScript with 128-bit SIMD.
// tools/build_kernel.sh compiles it to kernel.wasm.
//
//   C[m, n] = bias[n] + sum over k of A[m, k] * B[k, n]
//
// All numbers are float32. A and C are row-major. B is stored in panels of 8 columns: panel j
// holds columns 8 j to 8 j + 7, row after row, so that the inner loop reads memory in order; its
// last panel and the bias are filled up with zeros.
//
// A panel writes 8 numbers even where C has fewer columns left. The surplus falls on the start of
// the next rows of C. Panels run from the last to the first and rows from the first to the last,
// so every surplus is overwritten later; C needs room for 8 more numbers behind its end.

const FLOAT: usize = 4;
const PANEL: usize = 8;
const PANEL_BYTES: usize = PANEL * FLOAT;
const HALF: usize = 16; // byte offset of the second four columns of a panel

/** Adds row `k` of A times row `k` of a panel, for one row of A and four columns. */
// @ts-ignore: decorator
@inline
function step(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** All arguments but the sizes are byte addresses. */
export function matmul(
  rows: usize,
  columns: usize,
  inner: usize,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
): void {
  const aRow = inner * FLOAT;
  const cRow = columns * FLOAT;
  let panel = (columns + PANEL - 1) / PANEL;
  while (panel > 0) {
    panel -= 1;
    const bPanel = b + panel * inner * PANEL_BYTES;
    const bias0 = v128.load(bias + panel * PANEL_BYTES);
    const bias1 = v128.load(bias + panel * PANEL_BYTES, HALF);
    let aPointer = a;
    let cPointer = c + panel * PANEL_BYTES;
    let row: usize = 0;

    for (; row + 4 <= rows; row += 4) {
      let s00 = bias0, s10 = bias0, s20 = bias0, s30 = bias0;
      let s01 = bias1, s11 = bias1, s21 = bias1, s31 = bias1;
      let bPointer = bPanel;
      const end = aPointer + aRow;
      for (let p = aPointer; p < end; p += FLOAT) {
        const b0 = v128.load(bPointer);
        const b1 = v128.load(bPointer, HALF);
        let x = v128.load32_splat(p);
        s00 = step(s00, x, b0);
        s01 = step(s01, x, b1);
        x = v128.load32_splat(p + aRow);
        s10 = step(s10, x, b0);
        s11 = step(s11, x, b1);
        x = v128.load32_splat(p + 2 * aRow);
        s20 = step(s20, x, b0);
        s21 = step(s21, x, b1);
        x = v128.load32_splat(p + 3 * aRow);
        s30 = step(s30, x, b0);
        s31 = step(s31, x, b1);
        bPointer += PANEL_BYTES;
      }
      v128.store(cPointer, s00);
      v128.store(cPointer, s01, HALF);
      v128.store(cPointer + cRow, s10);
      v128.store(cPointer + cRow, s11, HALF);
      v128.store(cPointer + 2 * cRow, s20);
      v128.store(cPointer + 2 * cRow, s21, HALF);
      v128.store(cPointer + 3 * cRow, s30);
      v128.store(cPointer + 3 * cRow, s31, HALF);
      aPointer += 4 * aRow;
      cPointer += 4 * cRow;
    }

    for (; row < rows; row += 1) {
      let s0 = bias0, s1 = bias1;
      let bPointer = bPanel;
      const end = aPointer + aRow;
      for (let p = aPointer; p < end; p += FLOAT) {
        const x = v128.load32_splat(p);
        s0 = step(s0, x, v128.load(bPointer));
        s1 = step(s1, x, v128.load(bPointer, HALF));
        bPointer += PANEL_BYTES;
      }
      v128.store(cPointer, s0);
      v128.store(cPointer, s1, HALF);
      aPointer += aRow;
      cPointer += cRow;
    }
  }
}
