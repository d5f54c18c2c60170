/** The posterior as a shade over the plane, q as two ellipses over it, with its mean as a handle. */
import { element, formatNumber, indexedName, svgElement, uniqueId } from "../page/base.js";
import { makeControl } from "../page/drag.js";
import { createPainted } from "../page/painted.js";
import { at, createPlot, curve, legend, set, through } from "../page/plot.js";
import { linear, rounded } from "../page/scale.js";
import { heightAt } from "./grid.js";

const STEPS = 40; // of a key, along the axis
const TURN = Array.from({ length: 91 }, (_, k) => (2 * Math.PI * k) / 90);
const KINDS = ["vae-q-line", "vae-q-line vae-q-far"];

/**
 * Makes the plane.
 * @param {object} state - Of formula.js, with the numbers m1, m2, s1, s2 and r.
 * @param {object} grid - Of grid.js.
 * @returns {{block: HTMLElement, show: function(object), paint: function()}}
 */
export function createPosterior(state, grid) {
  const { m1: across, m2: upright } = state.ranges;
  const [x, y] = [across, upright].map(({ least, most }) => linear(least, most));
  const { canvas, paint } = createPainted(x, y, (a, b) => heightAt(grid, a, b));
  const rings = KINDS.map(curve);
  const halos = KINDS.map(() => curve("vae-q-halo"));
  const handle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  const { frame, plot } = createPlot({
    x: { scale: x, ticks: ticks(across), name: indexedName("z", 1) },
    y: { scale: y, ticks: ticks(upright), name: indexedName("z", 2) },
    backdrop: [canvas],
    paths: [...halos, ...rings],
    marks: [handle],
  });
  const captionId = uniqueId("vae-caption");
  const step = (across.most - across.least) / STEPS;
  const say = makeControl(plot, {
    label: "Mean of q",
    captionId,
    ends: [across.least, across.most],
    onPoint: (right, up) => {
      state.moveTo({ m1: rounded(x.value(right)), m2: rounded(y.value(up)) });
    },
    onStep: (right, up) => {
      const { m1, m2 } = state.current();
      state.moveTo({ m1: rounded(m1 + step * right), m2: rounded(m2 + step * up) });
    },
    onEnd: state.onEnd,
  });
  const show = ({ m1, m2, s1, s2, r }) => {
    rings.forEach((ring, k) => {
      const size = k + 1;
      const points = TURN.map((angle) => {
        const lean = r * Math.cos(angle) + Math.sqrt(1 - r * r) * Math.sin(angle);
        return [m1 + size * s1 * Math.cos(angle), m2 + size * s2 * lean];
      });
      for (const each of [ring, halos[k]]) each.setAttribute("d", `${through(points, x, y)}Z`);
    });
    const { x: cx, y: cy } = at(x.share(m1), y.share(m2));
    set(handle, { cx, cy });
    say(m1, `m1 ${formatNumber(m1)}, m2 ${formatNumber(m2)}`);
  };
  const names = legend([
    [KINDS[0], element("i", {}, "q"), ", 1 s"],
    [KINDS[1], element("i", {}, "q"), ", 2 s"],
  ]);
  const text = "Drag the mean of q, or use the arrow keys. The shade is the posterior.";
  const caption = element("div", { class: "vae-caption", id: captionId }, text);
  return { block: element("div", { class: "vae-plane" }, names, frame, caption), show, paint };
}

/** Round numbers between two ends, from 4 to 8 of them. */
function ticks({ least, most }) {
  const rough = (most - least) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = [1, 2, 5, 10].map((k) => k * power).find((each) => each >= rough);
  const first = Math.ceil(least / distance);
  const count = Math.floor(most / distance) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * distance).toPrecision(6)));
}
