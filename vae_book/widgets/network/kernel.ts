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
function step(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * Four rows of C in one panel, the first at `c`: `start`, and the sum of `count` products of a
 * number of A and a row of the panel. From one product to the next are `along` bytes in A and
 * `down` in the panel; from one of the four rows to the next, `apart` in A and `below` in C.
 */
function fourRows(
  start0: v128,
  start1: v128,
  count: usize,
  a: usize,
  apart: usize,
  along: usize,
  b: usize,
  down: usize,
  c: usize,
  below: usize,
): void {
  let s00 = start0, s10 = start0, s20 = start0, s30 = start0;
  let s01 = start1, s11 = start1, s21 = start1, s31 = start1;
  for (const end = a + count * along; a < end; a += along) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, HALF);
    let x = v128.load32_splat(a);
    s00 = step(s00, x, b0);
    s01 = step(s01, x, b1);
    x = v128.load32_splat(a + apart);
    s10 = step(s10, x, b0);
    s11 = step(s11, x, b1);
    x = v128.load32_splat(a + 2 * apart);
    s20 = step(s20, x, b0);
    s21 = step(s21, x, b1);
    x = v128.load32_splat(a + 3 * apart);
    s30 = step(s30, x, b0);
    s31 = step(s31, x, b1);
    b += down;
  }
  v128.store(c, s00);
  v128.store(c, s01, HALF);
  v128.store(c + below, s10);
  v128.store(c + below, s11, HALF);
  v128.store(c + 2 * below, s20);
  v128.store(c + 2 * below, s21, HALF);
  v128.store(c + 3 * below, s30);
  v128.store(c + 3 * below, s31, HALF);
}

/** The same for one row. */
function oneRow(
  start0: v128,
  start1: v128,
  count: usize,
  a: usize,
  along: usize,
  b: usize,
  down: usize,
  c: usize,
): void {
  for (const end = a + count * along; a < end; a += along) {
    const x = v128.load32_splat(a);
    start0 = step(start0, x, v128.load(b));
    start1 = step(start1, x, v128.load(b, HALF));
    b += down;
  }
  v128.store(c, start0);
  v128.store(c, start1, HALF);
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
    const from = b + panel * inner * PANEL_BYTES;
    const bias0 = v128.load(bias + panel * PANEL_BYTES);
    const bias1 = v128.load(bias + panel * PANEL_BYTES, HALF);
    const to = c + panel * PANEL_BYTES;
    let row: usize = 0;
    for (; row + 4 <= rows; row += 4) {
      const x = a + row * aRow;
      fourRows(bias0, bias1, inner, x, aRow, FLOAT, from, PANEL_BYTES, to + row * cRow, cRow);
    }
    for (; row < rows; row += 1) {
      oneRow(bias0, bias1, inner, a + row * aRow, FLOAT, from, PANEL_BYTES, to + row * cRow);
    }
  }
}

const LANES: usize = 4;
const LOG2_E: f32 = 1.44269504;
// log 2 in two parts: the first has few enough binary digits that n times it is exact.
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -0.000212194440;

function splat(x: f32): v128 {
  return f32x4.splat(x);
}

function times(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** a + b y, the step of Horner's rule. */
function horner(a: f32, b: v128, y: v128): v128 {
  return f32x4.add(splat(a), times(b, y));
}

/**
 * exp(x) for four numbers, kept to -87 and 88 so that it neither vanishes nor overflows.
 *
 * x = n log 2 + r with a whole n and |r| < 0.35; exp(r) is its Taylor sum to r^7, whose error is
 * below 1e-8; 2^n is written straight into the exponent bits.
 */
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

/**
 * The standard normal's distribution function at x, like that of gelu in activations.js; `bell` is
 * exp(-x^2 / 2).
 */
function normalShare(x: v128, bell: v128): v128 {
  const one = splat(1);
  const size = times(f32x4.abs(x), splat(0.70710678));
  const t = f32x4.div(one, horner(1, splat(0.3275911), size));
  let series = horner(-1.453152027, splat(1.061405429), t);
  series = horner(1.421413741, series, t);
  series = horner(-0.284496736, series, t);
  series = times(horner(0.254829592, series, t), t);
  const tail = times(times(series, splat(0.5)), bell);
  return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, splat(0)));
}

/** Gelu like the one of activations.js, in place; up to three behind the end change too. */
export function gelu(address: usize, count: usize): void {
  for (const end = address + count * FLOAT; address < end; address += LANES * FLOAT) {
    const x = v128.load(address);
    v128.store(address, times(x, normalShare(x, exp(times(times(x, x), splat(-0.5))))));
  }
}

// What training needs, beside the products above. Gradients of a matrix lie in panels, like the
// matrix itself, so that Adam works on both number by number.

/** D = A^T G in panels: the gradient of a matrix B with C = A B, where G is that of C. */
export function outer(
  rows: usize,
  columns: usize,
  inner: usize,
  a: usize,
  g: usize,
  d: usize,
): void {
  const aRow = inner * FLOAT;
  const gRow = columns * FLOAT;
  const panels = (columns + PANEL - 1) / PANEL;
  const zero = splat(0);
  let to = d;
  for (let panel: usize = 0; panel < panels; panel += 1) {
    const from = g + panel * PANEL_BYTES;
    let k: usize = 0;
    for (; k + 4 <= inner; k += 4) {
      fourRows(zero, zero, rows, a + k * FLOAT, FLOAT, aRow, from, gRow, to, PANEL_BYTES);
      to += 4 * PANEL_BYTES;
    }
    for (; k < inner; k += 1) {
      oneRow(zero, zero, rows, a + k * FLOAT, aRow, from, gRow, to);
      to += PANEL_BYTES;
    }
  }
}

/**
 * Leaves at `list` where row `a` is not 0, in bytes, and returns the end of that list. Images are
 * mostly background, so the two products below are done for the rest alone.
 */
function findInk(a: usize, inner: usize, list: usize): usize {
  for (let k: usize = 0; k < inner * FLOAT; k += FLOAT) {
    store<u32>(list, <u32> k);
    list += load<f32>(a + k) != 0 ? 4 : 0;
  }
  return list;
}

/** C = bias + A B, as matmul, for an A with many zeros; `columns` is a multiple of 16. */
export function inkMatmul(
  rows: usize,
  columns: usize,
  inner: usize,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  list: usize,
): void {
  const panelSize = inner * PANEL_BYTES;
  for (let row: usize = 0; row < rows; row += 1) {
    const end = findInk(a, inner, list);
    let panel = b;
    for (let n: usize = 0; n < columns * FLOAT; n += 2 * PANEL_BYTES) {
      let s0 = v128.load(bias + n), s1 = v128.load(bias + n, 16);
      let s2 = v128.load(bias + n, 32), s3 = v128.load(bias + n, 48);
      for (let p = list; p < end; p += 4) {
        const k = <usize> load<u32>(p);
        const x = v128.load32_splat(a + k);
        const from = panel + k * PANEL;
        s0 = step(s0, x, v128.load(from));
        s1 = step(s1, x, v128.load(from, HALF));
        s2 = step(s2, x, v128.load(from + panelSize));
        s3 = step(s3, x, v128.load(from + panelSize, HALF));
      }
      v128.store(c + n, s0);
      v128.store(c + n, s1, 16);
      v128.store(c + n, s2, 32);
      v128.store(c + n, s3, 48);
      panel += 2 * panelSize;
    }
    a += inner * FLOAT;
    c += columns * FLOAT;
  }
}

/** D = A^T G in panels, as outer, for an A with many zeros; `columns` is a multiple of 16. */
export function inkOuter(
  rows: usize,
  columns: usize,
  inner: usize,
  a: usize,
  g: usize,
  d: usize,
  list: usize,
): void {
  const panelSize = inner * PANEL_BYTES;
  const zero = splat(0);
  for (let at = d; at < d + inner * columns * FLOAT; at += 16) v128.store(at, zero);
  for (let row: usize = 0; row < rows; row += 1) {
    const end = findInk(a, inner, list);
    let panel = d;
    for (let n: usize = 0; n < columns * FLOAT; n += 2 * PANEL_BYTES) {
      const g0 = v128.load(g + n), g1 = v128.load(g + n, 16);
      const g2 = v128.load(g + n, 32), g3 = v128.load(g + n, 48);
      for (let p = list; p < end; p += 4) {
        const k = <usize> load<u32>(p);
        const x = v128.load32_splat(a + k);
        const to = panel + k * PANEL;
        v128.store(to, step(v128.load(to), x, g0));
        v128.store(to, step(v128.load(to, HALF), x, g1), HALF);
        const next = to + panelSize;
        v128.store(next, step(v128.load(next), x, g2));
        v128.store(next, step(v128.load(next, HALF), x, g3), HALF);
      }
      panel += 2 * panelSize;
    }
    a += inner * FLOAT;
    g += columns * FLOAT;
  }
}

/** The panels of a matrix's transpose; its own panels have `inner` rows. Padding stays as it is. */
export function transpose(columns: usize, inner: usize, b: usize, t: usize): void {
  for (let k: usize = 0; k < inner; k += 1) {
    let to = t + ((k / PANEL) * columns * PANEL + (k % PANEL)) * FLOAT;
    for (let n: usize = 0; n < columns; n += 1) {
      const from = b + (((n / PANEL) * inner + k) * PANEL + (n % PANEL)) * FLOAT;
      store<f32>(to, load<f32>(from));
      to += PANEL_BYTES;
    }
  }
}

/** Multiplies `count` numbers at `g` by the slope of gelu at the numbers `at`. */
export function geluSlope(at: usize, g: usize, count: usize): void {
  for (const end = at + count * FLOAT; at < end; at += LANES * FLOAT) {
    const x = v128.load(at);
    const bell = exp(times(times(x, x), splat(-0.5)));
    const slope = horner(0, times(x, bell), splat(0.39894228));
    v128.store(g, times(v128.load(g), f32x4.add(normalShare(x, bell), slope)));
    g += LANES * FLOAT;
  }
}

/**
 * For one image: logits become scale (rho - x), the gradient of -scale log p(x|z).
 *
 * log(1 + exp(-|a|)) is a sum of logarithms, and so the logarithm of a product. Three vectors are
 * left at `out`: four sums of max(a, 0) - x a, and the products of either half of the image, each
 * of so few factors from 1 to 2 that they do not overflow.
 */
export function bernoulli(a: usize, x: usize, count: usize, scale: f32, out: usize): void {
  const one = splat(1);
  let sum = splat(0), product = one;
  const end = a + count * FLOAT;
  const middle = a + (count / 2) * FLOAT;
  for (; a < end; a += LANES * FLOAT) {
    if (a == middle) {
      v128.store(out, product, 16);
      product = one;
    }
    const logit = v128.load(a);
    const pixel = v128.load(x);
    const small = exp(f32x4.neg(f32x4.abs(logit)));
    const over = f32x4.add(one, small);
    const positive = f32x4.gt(logit, splat(0));
    const rho = f32x4.div(v128.bitselect(one, small, positive), over);
    product = times(product, over);
    sum = f32x4.add(sum, f32x4.sub(f32x4.max(logit, splat(0)), times(pixel, logit)));
    v128.store(a, times(f32x4.sub(rho, pixel), splat(scale)));
    x += LANES * FLOAT;
  }
  v128.store(out, sum);
  v128.store(out, product, 32);
}

/** For one image: means become scale (mu - x); four sums of (mu - x)^2 are left at `out`. */
export function gaussian(a: usize, x: usize, count: usize, scale: f32, out: usize): void {
  let sum = splat(0);
  for (const end = a + count * FLOAT; a < end; a += LANES * FLOAT) {
    const error = f32x4.sub(v128.load(a), v128.load(x));
    sum = step(sum, error, error);
    v128.store(a, times(error, splat(scale)));
    x += LANES * FLOAT;
  }
  v128.store(out, sum);
}

/** One step of Adam on `count` numbers w with gradients g and moments m and v, as Keras has it. */
export function adam(w: usize, g: usize, m: usize, v: usize, count: usize, rate: f32): void {
  for (const end = w + count * FLOAT; w < end; w += LANES * FLOAT) {
    const slope = v128.load(g);
    const first = mixed(v128.load(m), slope, 0.1);
    const second = mixed(v128.load(v), times(slope, slope), 0.001);
    v128.store(m, first);
    v128.store(v, second);
    const size = f32x4.add(f32x4.sqrt(second), splat(1e-7));
    v128.store(w, f32x4.sub(v128.load(w), f32x4.div(times(first, splat(rate)), size)));
    g += LANES * FLOAT;
    m += LANES * FLOAT;
    v += LANES * FLOAT;
  }
}

/** From a by a share of the way to b. */
function mixed(a: v128, b: v128, share: f32): v128 {
  return f32x4.add(a, times(f32x4.sub(b, a), splat(share)));
}
