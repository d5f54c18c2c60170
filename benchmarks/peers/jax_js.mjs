// The network of the page "Train it here" in jax-js, on random bits: milliseconds of each step.
//
//     deno run --allow-all benchmarks/peers/jax_js.mjs STEPS
delete globalThis.SharedArrayBuffer; // as on GitHub Pages and in a page from the disk: no threads
const { defaultDevice, init, jit, numpy: np, tree, valueAndGrad } = await import(
  // deno-lint-ignore no-import-prefix -- a peer of a benchmark, which is run by hand
  "npm:@jax-js/jax@0.1.25"
);

const [B, D, H, K] = [100, 784, 256, 2];
await init("wasm");
defaultDevice("wasm");
const random = (...shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const reach = Math.sqrt(6 / (shape[0] + (shape[1] ?? 0)));
  return np.array(Float32Array.from({ length: size }, () => reach * (2 * Math.random() - 1)))
    .reshape(shape);
};
/** By its approximation with tanh, which has the fewest operations. */
const gelu = (x) => {
  const inner = x.ref.add(x.ref.mul(x.ref).mul(x.ref).mul(0.044715)).mul(0.7978846);
  return x.mul(0.5).mul(np.tanh(inner).add(1));
};
const loss = (w, x, epsilon) => {
  const h = gelu(np.matmul(x.ref, w.w1).add(w.b1));
  const mean = np.matmul(h.ref, w.wm).add(w.bm);
  const logvar = np.matmul(h, w.wv).add(w.bv);
  const z = mean.ref.add(np.exp(logvar.ref.mul(0.5)).mul(epsilon));
  const a = np.matmul(gelu(np.matmul(z, w.w3).add(w.b3)), w.w4).add(w.b4);
  const softplus = np.maximum(a.ref, 0).add(np.log1p(np.exp(np.abs(a.ref).neg())));
  const rec = softplus.sub(x.mul(a)).sum();
  const kl = mean.ref.mul(mean).add(np.exp(logvar.ref)).sub(logvar).sub(1).sum().mul(0.5);
  return rec.add(kl).mul(1 / B);
};
const step = jit((w, m, v, x, epsilon, rate) => {
  const [value, g] = valueAndGrad(loss)(tree.ref(w), x, epsilon);
  const next = [{}, {}, {}];
  for (const name of Object.keys(g)) {
    next[1][name] = m[name].mul(0.9).add(g[name].ref.mul(0.1));
    next[2][name] = v[name].mul(0.999).add(g[name].ref.mul(g[name]).mul(0.001));
    const move = next[1][name].ref.mul(rate.ref).div(np.sqrt(next[2][name].ref).add(1e-7));
    next[0][name] = w[name].sub(move);
  }
  rate.dispose();
  return [value, ...next];
});

const sizes = { w1: [D, H], wm: [H, K], wv: [H, K], w3: [K, H], w4: [H, D] };
const biases = { b1: [H], bm: [K], bv: [K], b3: [H], b4: [D] };
const made = (make) =>
  Object.fromEntries(Object.entries({ ...sizes, ...biases }).map(([name, n]) => [name, make(n)]));
let [w, m, v] = [made((shape) => random(...shape)), made(np.zeros), made(np.zeros)];
const times = [];
for (let k = 0; k < Number(Deno.args[0]); k++) {
  const begun = performance.now();
  const bits = Float32Array.from({ length: B * D }, () => (Math.random() < 0.13 ? 1 : 0));
  const noise = Float32Array.from({ length: B * K }, () => Math.random() - 0.5);
  const [images, epsilon] = [np.array(bits).reshape([B, D]), np.array(noise).reshape([B, K])];
  let value;
  [value, w, m, v] = step(w, m, v, images, epsilon, np.array(2e-3));
  await value.data();
  times.push(performance.now() - begun);
}
console.log(JSON.stringify(times.slice(5))); // the first ones compile
