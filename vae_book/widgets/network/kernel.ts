// The matrix product and two activations of backend.js, in AssemblyScript with 128-bit SIMD.
// tools/build_kernel.sh compiles it to kernel.wasm. All addresses are in bytes.
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

/** C = bias + A B. */
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

const LANES: usize = 4;
const LOG2_E: f32 = 1.44269504;
// log 2 in two parts: the first has few enough binary digits that n times it is exact.
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -0.000212194440;

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** a + b y, the step of Horner's rule. */
// @ts-ignore: decorator
@inline
function horner(a: f32, b: v128, y: v128): v128 {
  return f32x4.add(splat(a), times(b, y));
}

/**
 * exp(x) for four numbers, kept to -87 and 88 so that it neither vanishes nor overflows.
 *
 * x = n log 2 + r with a whole n and |r| < 0.35; exp(r) is its Taylor sum to r^7, whose error is
 * below 1e-8; 2^n is written straight into the exponent bits.
 */
// @ts-ignore: decorator
@inline
function exp(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, splat(-87)), splat(88));
  const n = f32x4.nearest(times(x, splat(LOG2_E)));
  let r = f32x4.sub(x, times(n, splat(LOG_2_HIGH)));
  r = f32x4.sub(r, times(n, splat(LOG_2_LOW)));
  let sum = horner(1.0 / 720, r, splat(1.0 / 5040));
  sum = horner(1.0 / 120, r, sum);
  sum = horner(1.0 / 24, r, sum);
  sum = horner(1.0 / 6, r, sum);
  sum = horner(0.5, r, sum);
  sum = horner(1, r, sum);
  sum = horner(1, r, sum);
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127));
  return times(sum, i32x4.shl(exponent, 23));
}

/** The logistic function of `count` numbers, in place; up to three behind the end change too. */
export function sigmoid(address: usize, count: usize): void {
  const one = splat(1);
  for (const end = address + count * FLOAT; address < end; address += LANES * FLOAT) {
    const x = v128.load(address);
    v128.store(address, f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x)))));
  }
}

/** Gelu like the one of activations.js, in place; up to three behind the end change too. */
export function gelu(address: usize, count: usize): void {
  const one = splat(1);
  for (const end = address + count * FLOAT; address < end; address += LANES * FLOAT) {
    const x = v128.load(address);
    const size = times(f32x4.abs(x), splat(0.70710678));
    const t = f32x4.div(one, horner(1, splat(0.3275911), size));
    let series = horner(-1.453152027, splat(1.061405429), t);
    series = horner(1.421413741, series, t);
    series = horner(-0.284496736, series, t);
    series = times(horner(0.254829592, series, t), t);
    const tail = times(times(series, splat(0.5)), exp(f32x4.neg(times(size, size))));
    const share = v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, splat(0)));
    v128.store(address, times(x, share));
  }
}
