/**
 * What a setting of the choices makes the loss: the weights of its two terms, and both terms.
 *
 *   loss = pixels E_q[-log p(x|z)] + beta latents KL(q(z|x) || p(z))
 *
 * `pixels` and `latents` are 1 for a sum, and 1/D and 1/K for a mean.
 */
import { kl, klPerUnit } from "../maths/divergences.js";

export const D = 784; // pixels
export const TRAINING = 4000; // digits; those behind them are for validation
const LOG_2PI = Math.log(2 * Math.PI);

/** Names of the settings that are one of two. */
export const BERNOULLI = 0;
export const GAUSSIAN = 1;
const MEAN = 1; // in place of the sum
export const S_HEAD = 1; // in place of the log-variance
export const SCORE = 1; // in place of the reparametrised gradient

/**
 * The weights of the two terms, `share` epochs after the start.
 * @returns {{pixels: number, latents: number}}
 */
export function weightsAt({ pixels, latents, beta, warmup, K }, epochs) {
  const ramp = warmup > 0 ? Math.min(epochs / warmup, 1) : 1;
  return {
    pixels: pixels === MEAN ? 1 / D : 1,
    latents: (beta * ramp) / (latents === MEAN ? K : 1),
  };
}

/** The beta of the ELBO that a setting amounts to after its warm-up. */
export function effectiveBeta(setting) {
  const { pixels, latents } = weightsAt({ ...setting, warmup: 0 }, 0);
  return latents / pixels;
}

/** What -log p(x|z) of a Gaussian has beside the squared error over 2 sigma^2 (equation Q3). */
export const gaussianConstant = (sigma) => D * (LOG_2PI / 2 + Math.log(sigma));

/** The deviation s of q, from the encoder's second output h, for either meaning of it. */
export const deviation = (head, h) => (head === S_HEAD ? h : Math.exp(h / 2));

/** The KL of one unit (equation 13). With s as the head it is NaN where a step took s below 0. */
export const klOfUnit = (head, m, h) => head === S_HEAD ? kl(m, h) : klPerUnit(m, h);

/** The slope of that KL along the second output. */
export const klSlope = (head, h) => (head === S_HEAD ? h - 1 / h : Math.expm1(h) / 2);

/** The slope of z = m + s epsilon along the second output (equation 22). */
export const spread = (head, h, epsilon) =>
  head === S_HEAD ? epsilon : (Math.exp(h / 2) * epsilon) / 2;

/** The slope of log q(z) along m and along the second output, at a z that stays where it is. */
export function score(head, h, epsilon) {
  const by = (epsilon * epsilon - 1) / (head === S_HEAD ? h : 2);
  return [epsilon / deviation(head, h), by];
}
