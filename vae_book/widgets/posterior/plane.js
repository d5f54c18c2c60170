/** The posterior as a shade over the plane, q as two ellipses over it, with its mean as a handle. */
import { indexedName, italic } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { createPainted } from "../page/painted.js";
import { curve, set, through } from "../page/plot.js";
import { linear, roundTicks } from "../page/scale.js";
import { heightAt } from "./grid.js";

const STEPS = 40; // of a key, along the axis
const TURN = Array.from({ length: 91 }, (_, k) => (2 * Math.PI * k) / 90);
const KINDS = ["vae-trace", "vae-trace vae-q-far"];

/**
 * Makes the plane.
 * @param {object} state - Of formula.js, with the numbers m1, m2, s1, s2 and r.
 * @param {object} grid - Of grid.js.
 * @returns {{block: HTMLElement, show: function(object), paint: function()}}
 */
export function createPosterior(state, grid) {
  const { m1: across, m2: upright } = state.ranges;
  const [x, y] = [across, upright].map(({ least, most }) => linear(least, most));
  const ticks = ({ least, most }) => roundTicks(least, most, 8);
  const { canvas, paint } = createPainted(x, y, (a, b) => heightAt(grid, a, b));
  const rings = KINDS.map(curve);
  const halos = KINDS.map(() => curve("vae-q-halo"));
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Mean of q",
    x: { scale: x, ticks: ticks(across), name: indexedName("z", 1), moves: "m1" },
    y: { scale: y, ticks: ticks(upright), name: indexedName("z", 2), moves: "m2" },
    step: (across.most - across.least) / STEPS,
    backdrop: [canvas],
    paths: [...halos, ...rings],
    names: [
      [KINDS[0], italic("q"), ", 1 s"],
      [KINDS[1], italic("q"), ", 2 s"],
    ],
    caption: "Drag the mean of q, or use the arrow keys. The shade is the posterior.",
  });
  const show = ({ m1, m2, s1, s2, r }) => {
    rings.forEach((ring, k) => {
      const size = k + 1;
      const points = TURN.map((angle) => {
        const lean = r * Math.cos(angle) + Math.sqrt(1 - r * r) * Math.sin(angle);
        return [m1 + size * s1 * Math.cos(angle), m2 + size * s2 * lean];
      });
      for (const each of [ring, halos[k]]) set(each, { d: `${through(points, x, y)}Z` });
    });
    moveHandle(m1, m2);
  };
  return { block, show, paint };
}
