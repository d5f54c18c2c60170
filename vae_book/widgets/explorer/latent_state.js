/** Where the explorer is: the latent vector, the walk, and the noise of a draw. */
import { clamp, rounded } from "../page/scale.js";

const STEP = 0.001; // z is kept to a thousandth
export const MOVING = ["z", "ends", "t", "noise", "seed"]; // what the reader can change

/**
 * Makes the state of one explorer.
 * @param {object} model
 * @param {number[][]} codes - The encoded images.
 * @returns {object} Its functions move the model; `onEnd` is called at the end of a move, and
 *   `beforeMove`, if set, before each one that is not a step of the walk.
 */
export function createLatentState(model, codes) {
  const limit = model.get("limit");
  const numbers = () => Object.fromEntries(MOVING.map((name) => [name, model.get(name)]));
  const start = numbers();
  const state = { limit, start, numbers, beforeMove() {}, afterMove() {} };

  state.current = () => model.get("z");
  const setZ = (z) => model.set("z", z.map((value) => rounded(clamp(value, -limit, limit))));
  /** Sets the first values of z, or all of them. */
  state.moveTo = (values) => {
    state.beforeMove();
    setZ([...values, ...state.current().slice(values.length)]);
  };
  /** Sets some of them: pairs of an index and a value. */
  state.moveUnits = (pairs) => {
    const z = state.current().slice();
    for (const [unit, value] of pairs) z[unit] = value;
    state.moveTo(z);
  };
  state.set = (name, value) => {
    state.beforeMove();
    model.set(name, value);
  };
  state.onEnd = () => {
    model.save_changes();
    state.afterMove();
  };
  state.reset = () => {
    state.beforeMove();
    for (const [name, value] of Object.entries(start)) model.set(name, value);
    state.onEnd();
  };

  /** The point of the walk from one encoded image to another; the reader may be elsewhere. */
  state.pointOfWalk = ([from, to], t) => interpolate(codes[from], codes[to], t);
  state.walkTo = (t) => {
    model.set("t", clamp(t, 0, 1));
    setZ(state.pointOfWalk(model.get("ends"), model.get("t")));
  };
  /** Whether an image can be an end: its code lies within the figure. */
  state.canBeEnd = (index) => codes[index].every((value) => Math.abs(value) <= limit);
  state.isOnWalk = () => {
    if (!model.get("interpolation")) return false;
    const point = state.pointOfWalk(model.get("ends"), model.get("t"));
    return state.current().every((value, unit) => Math.abs(value - point[unit]) < 2 * STEP);
  };
  return state;
}

/** A straight line between two latent vectors: (1 - t) a + t b. */
function interpolate(a, b, t) {
  return a.map((value, unit) => (1 - t) * value + t * b[unit]);
}
