/** The two terms of the loss of one image, as in vae_lib/model.py; in nats. */
import { fromLogit } from "./bernoulli.js";
import { klPerUnit } from "./divergences.js";

/** -log p(x|z), summed over the pixels (equation Q2). */
export function reconstructionLoss(x, logits) {
  let total = 0;
  for (let d = 0; d < x.length; d++) total -= fromLogit(x[d], logits[d]);
  return total;
}

/** KL(q(z|x) || p(z)) from means and log-variances, summed over the latents (equation 13). */
export function klToPrior(mean, logvar) {
  return mean.reduce((sum, m, k) => sum + klPerUnit(m, logvar[k]), 0);
}
