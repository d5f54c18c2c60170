/** Keras's activations, each applied in place to a Float32Array. */

const LEAKY_SLOPE = 0.2; // Keras's default

const inPlace = (f) => (y) => {
  for (let k = 0; k < y.length; k++) y[k] = f(y[k]);
};

/** exp(-|x|) never overflows, so softplus is safe for every logit. */
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * x times the standard normal's distribution function, as in Keras's exact form. The error
 * function is formula 7.1.26 of Abramowitz and Stegun, whose error is below 1.5e-7.
 */
function gelu(x) {
  const size = Math.abs(x) * Math.SQRT1_2;
  const t = 1 / (1 + 0.3275911 * size);
  const series = t *
    (0.254829592 +
      t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-size * size); // probability beyond |x|
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
