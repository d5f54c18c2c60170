/**
 * The linear-Gaussian model with K = D = 1, as in vae_lib/linear_gaussian.py, and the same model
 * with a decoder that c bends: x given z is N(w z + b + c z^2, sigma^2). All in nats.
 */
import { logDensity } from "./densities.js";
import { divergence } from "./divergences.js";

const WIDTH = 0.02; // of a cell of the quadrature over z
const NODES = Array.from({ length: 1501 }, (_, k) => (k - 750) * WIDTH);

/**
 * The posterior of z for c = 0, which is Gaussian.
 * @param {{w: number, b: number, sigma: number, x: number}} model
 * @returns {{mean: number, sd: number}}
 */
export function posterior({ w, b, sigma, x }) {
  const precision = 1 + (w / sigma) ** 2;
  return { mean: (w * (x - b)) / sigma ** 2 / precision, sd: Math.sqrt(1 / precision) };
}

/**
 * Evidence, ELBO and gap for q = N(m, s^2). Each has its own formula: that they add up is a
 * result, not an arrangement. With c the evidence and the gap are sums over a fine grid.
 * @param {{w: number, b: number, sigma: number, x: number}} model
 * @param {{m: number, s: number, c?: number}} q
 * @returns {{evidence: number, reconstruction: number, kl: number, elbo: number, gap: number}}
 */
export function bound(model, { m, s, c = 0 }) {
  const { w, b, sigma, x } = model;
  const reconstruction = logDensity(0, 0, sigma) - meanSquare(model, m, s, c) / (2 * sigma ** 2);
  const kl = divergence(m, s, 0, 1);
  const elbo = reconstruction - kl;
  if (c === 0) {
    const { mean, sd } = posterior(model);
    const evidence = logDensity(x, b, Math.hypot(w, sigma));
    return { evidence, reconstruction, kl, elbo, gap: divergence(m, s, mean, sd) };
  }
  const { evidence, logDensityAt } = bentPosterior(model, c);
  const gap = NODES.reduce((sum, z) => {
    const logQ = logDensity(z, m, s);
    return sum + WIDTH * Math.exp(logQ) * (logQ - logDensityAt(z));
  }, 0);
  return { evidence, reconstruction, kl, elbo, gap };
}

/** The mean of (x - w z - b - c z^2)^2 under N(m, s^2), by the moments of z. */
function meanSquare({ w, b, x }, m, s, c) {
  const [r, v] = [x - b, s * s];
  const [two, three, four] = moments(m, v);
  return r * r - 2 * r * (w * m + c * two) + w * w * two + 2 * w * c * three + c * c * four;
}

/** The means of z^2, z^3 and z^4 under N(m, v). */
const moments = (m, v) => [m * m + v, m ** 3 + 3 * m * v, m ** 4 + 6 * m * m * v + 3 * v * v];

/** The evidence and the log-density of the posterior for a bent decoder. */
export function bentPosterior({ w, b, sigma, x }, c) {
  const logJoint = (z) => logDensity(x, w * z + b + c * z * z, sigma) + logDensity(z, 0, 1);
  const total = NODES.reduce((sum, z) => sum + WIDTH * Math.exp(logJoint(z)), 0);
  const evidence = Math.log(total);
  return { evidence, logDensityAt: (z) => logJoint(z) - evidence };
}

/** E-step: the m and s with the highest ELBO, out of the values that the sliders have. */
export function bestQ(model, c, { m, s }, step) {
  if (c === 0) {
    const { mean, sd } = posterior(model);
    return { m: mean, s: sd };
  }
  const values = ({ least, most }) =>
    Array.from({ length: Math.round((most - least) / step) + 1 }, (_, k) => least + k * step);
  let best = { m: 0, s: 1, elbo: -Infinity };
  for (const mean of values(m)) {
    for (const sd of values(s)) {
      const square = meanSquare(model, mean, sd, c) / (2 * model.sigma ** 2);
      const elbo = -square - divergence(mean, sd, 0, 1);
      if (elbo > best.elbo) best = { m: mean, s: sd, elbo };
    }
  }
  return { m: best.m, s: best.s };
}

/** M-step: the c with the highest ELBO for this q, where the derivative of the square is 0. */
export function bestBend({ w, b, x }, { m, s }, { least, most }) {
  const [two, three, four] = moments(m, s * s);
  return Math.min(most, Math.max(least, ((x - b) * two - w * three) / four));
}
