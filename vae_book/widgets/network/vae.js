/** A packed encoder and decoder together: from an image to q(z|x), and from z to the logits. */
import { createNetwork } from "./network.js";

/**
 * Prepares both networks.
 * @param {object} encoder - The state of encoder.py's widget.
 * @param {object} decoder - The state of decoder.py's widget, with a Bernoulli likelihood.
 * @returns {{posterior: function(Float32Array): {mean: number[], logvar: number[]},
 *   logits: function(number[]): Float32Array, backend: string}}
 */
export function createVae(encoder, decoder) {
  const latentSize = encoder.get("latent_size");
  const encode = createNetwork(encoder);
  const decode = createNetwork(decoder, { layers: beforeSigmoid(decoder.get("layers")) });
  const posterior = (x) => {
    const numbers = [...encode.run(x)];
    return { mean: numbers.slice(0, latentSize), logvar: numbers.slice(latentSize) };
  };
  const logits = (z) => decode.run(Float32Array.from(z));
  return { posterior, logits, backend: encode.backend };
}

/** The log-likelihood is computed from the logits; a decoder is packed with its sigmoid. */
function beforeSigmoid(layers) {
  const last = layers.at(-1);
  if (last?.op !== "activation" || last.activation !== "sigmoid") {
    throw new Error("Its decoder gives no logits: it was not packed for a Bernoulli likelihood.");
  }
  return layers.slice(0, -1);
}
