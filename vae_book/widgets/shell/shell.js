/** The shell figure. Its class describes its state; bundle.py joins its modules. */
import { element, formatNumber, italic, svgElement, uniqueId } from "../page/base.js";
import { makeControl } from "../page/drag.js";
import { formulaFigure, oncePerNumbers } from "../page/formula.js";
import { formatPower } from "../page/numbers.js";
import { at, createPlot, curve, legend, sampled, set, through } from "../page/plot.js";
import { linear, rounded } from "../page/scale.js";
import { createTable } from "../page/table.js";

const KEY_STEP = 0.1;
const CELLS = 4000; // of a sum over distances

export default formulaFigure("shell", ({ state }) => {
  const plot = createDistances(state);
  const texts = oncePerNumbers(describeDistance);
  const table = createTable(["", "at r"], [
    ["density, against the origin"],
    ["room, against r = 1"],
    ["draws that lie nearer"],
  ]);
  return {
    sliders: {
      K: { label: [italic("K")], step: 1, format: String },
      r: { label: [italic("r")], step: KEY_STEP },
    },
    controls: [table.block],
    blocks: [plot.block],
    update: (numbers) => {
      plot.show(numbers);
      table.show(texts(numbers).map((text) => [text]));
    },
    describe: (numbers) => {
      const [density, room, nearer] = texts(numbers);
      return `${numbers.K} latent variables, r = ${formatNumber(numbers.r)}. A point there has ` +
        `${density} times the density of the origin, and there is ${room} times the room of ` +
        `r = 1. Nearer to the origin lie ${nearer} of the draws.`;
    },
    hooks: { shown: () => shareWithin(state.current()) },
  };
});

function describeDistance({ K, r }) {
  const nearer = `${(100 * shareWithin({ K, r })).toFixed(2)} %`;
  return [formatPower(Math.exp(-r * r / 2)), formatPower(r ** (K - 1)), nearer];
}

/** The log-density of the norm of z but for its constant, so that its peak is 0. */
function logNorm(r, K) {
  const peak = Math.sqrt(K - 1);
  const value = (distance) => (K > 1 ? (K - 1) * Math.log(distance) : 0) - distance ** 2 / 2;
  return value(r) - (K > 1 ? value(peak) : 0);
}

/** The probability that the norm is below r: two sums over the midpoints of cells. */
function shareWithin({ K, r }) {
  const sum = (end) => {
    let total = 0;
    for (let k = 0; k < CELLS; k++) total += Math.exp(logNorm(((k + 0.5) * end) / CELLS, K));
    return total * end;
  };
  return r === 0 ? 0 : Math.min(1, sum(r) / sum(25));
}

function createDistances(state) {
  const { least, most } = state.ranges.r;
  const [x, y] = [linear(least, most), linear(0, 1.08)];
  const [area, line, point] = ["vae-q-area", "vae-q-line", "vae-posterior-line"].map(curve);
  point.setAttribute("d", through(sampled((r) => Math.exp(-r * r / 2), x), x, y));
  const level = svgElement("line", { class: "vae-level", y1: 0, y2: "100%" });
  const handle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  const { frame, plot } = createPlot({
    x: { scale: x, ticks: [0, 2, 4, 6, 8, 10, 12, 14], name: italic("r") },
    y: { scale: y },
    className: "vae-chart-plot",
    paths: [area, point, line],
    marks: [level, handle],
  });
  const captionId = uniqueId("vae-caption");
  const say = makeControl(plot, {
    label: "Distance from the origin",
    captionId,
    flat: true,
    ends: [least, most],
    onPoint: (right) => state.moveTo({ r: rounded(x.value(right)) }),
    onStep: (right, up) => {
      state.moveTo({ r: rounded(state.current().r + KEY_STEP * (right + up)) });
    },
    onEnd: state.onEnd,
  });
  const show = ({ K, r }) => {
    const height = (distance) => Math.exp(logNorm(Math.max(distance, 1e-9), K));
    const d = through(sampled(height, x, 400), x, y);
    line.setAttribute("d", d);
    area.setAttribute("d", `${d}V100H0Z`);
    const { x: cx, y: cy } = at(x.share(r), y.share(height(r)));
    set(level, { x1: cx, x2: cx });
    set(handle, { cx, cy });
    say(r, `r ${formatNumber(r)}`);
  };
  const names = legend([
    ["vae-q-line", "draws at distance ", italic("r")],
    ["vae-posterior-line", "density at a point"],
  ]);
  const text = "Drag r, or use the arrow keys. Each curve is in units of its own peak.";
  const caption = element("div", { class: "vae-caption", id: captionId }, text);
  return { block: element("div", { class: "vae-plane" }, names, frame, caption), show };
}
