/** Keras's activations, each applied in place to a Float32Array. */

const LEAKY_SLOPE = 0.2; // Keras's default

const inPlace = (f) => (y) => {
  for (let k = 0; k < y.length; k++) y[k] = f(y[k]);
};

/** exp(-|x|) never overflows, so softplus is safe for every logit. */
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The probability that a standard normal number is beyond |x|, with `bell` for exp(-x^2 / 2). Its
 * series is formula 7.1.26 of Abramowitz and Stegun, whose error is below 1.5e-7.
 */
export function normalTail(x, bell) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x) * Math.SQRT1_2);
  const series = t *
    (0.254829592 +
      t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 0.5 * series * bell;
}

/** x times the standard normal's distribution function, as in Keras's exact form. */
function gelu(x) {
  const tail = normalTail(x, Math.exp(-x * x / 2));
  return x > 0 ? x - x * tail : x * tail;
}

export const activations = {
  linear: () => {},
  relu: inPlace((x) => (x > 0 ? x : 0)),
  leaky_relu: inPlace((x) => (x > 0 ? x : LEAKY_SLOPE * x)),
  elu: inPlace((x) => (x > 0 ? x : Math.expm1(x))),
  sigmoid: inPlace((x) => 1 / (1 + Math.exp(-x))),
  silu: inPlace((x) => x / (1 + Math.exp(-x))),
  tanh: inPlace(Math.tanh),
  softplus: inPlace(softplus),
  gelu: inPlace(gelu),
};
