/** The weights of the model that was just trained, as a file for vae_lib. */
import { npz } from "./npz.js";

const NAMES = ["encoder_hidden", "encoder_heads", "decoder_hidden", "decoder_params"];
const FORMAT = 1;

/** @param {{arrays: Float32Array[], shapes: number[][], setting: object}} weights */
export function weightsFile({ arrays, shapes, setting }) {
  const text = new TextEncoder().encode(JSON.stringify({ format: FORMAT, ...setting }));
  const named = arrays.map((data, k) => {
    const part = k % 2 ? "bias" : "kernel";
    return [`${NAMES[Math.floor(k / 2)]}_${part}`, { data, shape: shapes[k] }];
  });
  return npz({ setting: { data: text, shape: [text.length] }, ...Object.fromEntries(named) });
}
