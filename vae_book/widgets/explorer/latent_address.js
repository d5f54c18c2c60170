/** The explorer's setting in the page's address: its latent vector or its walk, and its noise. */
import { linkToAddress } from "../page/address.js";

/**
 * Links an explorer to the address. Latent variables that are where they began are left out, and
 * on the walk all of them are: the walk says where they are.
 */
export function linkExplorer({ root, signal, model, state, count, say }) {
  const { start, limit } = state;
  const names = start.z.map((_, unit) => `z${unit + 1}`);
  const coordinate = { least: -limit, most: limit, whole: false };
  const ranges = Object.fromEntries(names.map((name) => [name, coordinate]));
  if (model.get("interpolation")) {
    ranges.from = ranges.to = { least: 0, most: count - 1, whole: true };
    ranges.t = { least: 0, most: 1, whole: false };
  }
  if (model.get("sigma") !== null) {
    ranges.noise = { least: 0, most: 1, whole: false };
    ranges.seed = { least: 0, most: 9999, whole: true };
  }

  const current = () => {
    const { z, ends, t, noise, seed } = state.numbers();
    /** @type {Object<string, number>} */
    const values = {};
    if (state.isOnWalk()) Object.assign(values, { from: ends[0], to: ends[1], t });
    else z.forEach((value, k) => value !== start.z[k] && (values[names[k]] = value));
    if (noise !== start.noise) values.noise = noise;
    if (seed !== start.seed) values.seed = seed;
    return values;
  };
  const moveTo = (values) => {
    const ends = [values.from ?? start.ends[0], values.to ?? start.ends[1]];
    const outside = "t" in values && ends.find((index) => !state.canBeEnd(index));
    if (outside !== undefined && outside !== false) {
      return say(`The address asks for test image ${outside}, which lies beyond the figure.`);
    }
    state.moveTo(names.map((name, k) => values[name] ?? start.z[k]));
    for (const name of ["noise", "seed"]) {
      if (name in values) state.set(name, values[name]);
    }
    if ("t" in values) {
      state.set("ends", ends);
      state.walkTo(values.t);
    }
  };
  return linkToAddress({ root, signal, kind: "explorer", ranges, current, moveTo, onProblem: say });
}
