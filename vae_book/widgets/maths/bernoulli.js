/** One pixel's Bernoulli log-likelihood, as in vae_lib/likelihoods/bernoulli.py; in nats. */

const CLIP = Math.fround(1e-7); // how far Keras keeps a probability away from 0 and 1
const [LEAST, MOST] = [CLIP, Math.fround(1 - CLIP)];

/** Beyond this logit, in either direction, Keras clips the probability. */
export const CLIPPED_LOGIT = Math.log((1 - 1e-7) / 1e-7);

/** The probability rho of a logit, without overflow. */
export function sigmoid(a) {
  const small = Math.exp(-Math.abs(a));
  return a < 0 ? small / (1 + small) : 1 / (1 + small);
}

/** The logit of a probability. */
export function logit(rho) {
  return Math.log(rho / (1 - rho));
}

/** Equation (Q2) for one pixel: x log(rho) + (1 - x) log(1 - rho), where 0 log 0 is 0. */
export function fromProbability(x, rho) {
  return timesLog(x, rho) + timesLog(1 - x, 1 - rho);
}

/** The same from the logit: x a - log(1 + e^a). */
export function fromLogit(x, a) {
  return x * a - Math.max(a, 0) - Math.log1p(Math.exp(-Math.abs(a)));
}

/**
 * What Keras computes from probabilities: float32 numbers, kept 1e-7 away from 0 and 1.
 * @returns {{rho: number, value: number, slope: number}} The float32 probability before it is
 *   clipped, the log-likelihood, and the gradient by the logit, which a clipped value stops.
 */
export function clipped(x, a) {
  const rho = Math.fround(sigmoid(a));
  const kept = Math.min(Math.max(rho, LEAST), MOST);
  const value = x * Math.log(kept) + (1 - x) * Math.log(Math.fround(1 - kept));
  return { rho, value, slope: kept === rho ? x - rho : 0 };
}

/** The gradients of the exact log-likelihood by rho and by the logit. */
export function slopes(x, a) {
  const [rho, rest] = [sigmoid(a), sigmoid(-a)];
  const byRho = (x === 0 ? 0 : x / rho) - (x === 1 ? 0 : (1 - x) / rest);
  return { byRho, byLogit: x * rest - (1 - x) * rho };
}

const timesLog = (factor, value) => (factor === 0 ? 0 : factor * Math.log(value));
