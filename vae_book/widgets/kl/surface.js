/** The KL over the plane of m and s: a painted surface, its contour lines, and a handle. */
import { formatNumber, italic, svgElement } from "../page/base.js";
import { kl, meanOfLevel } from "../maths/divergences.js";
import { createDragPlot } from "../page/drag_plot.js";
import { createPainted } from "../page/painted.js";
import { at, centre, curve, set, through } from "../page/plot.js";
import { linear } from "../page/scale.js";

const KEY_STEP = 0.05;
const RING = "vae-trace vae-hue-ink vae-thin";
const DARKEST = 8; // nats
const LEVELS = [0.1, 0.5, 1, 2, 4]; // nats

/**
 * Makes the surface.
 * @param {object} state - Of formula.js, with the numbers m and s.
 * @returns {{block: HTMLElement, show: function({m: number, s: number}): void, paint: function(): void}}
 *   `paint` needs the block to be on the page, because it takes its colours from there.
 */
export function createSurface(state) {
  const { m: across, s: upright } = state.ranges;
  const [x, y] = [linear(across.least, across.most), linear(0, upright.most)];
  const { canvas, paint } = createPainted(x, y, (m, s) => kl(m, s) / DARKEST);
  const lines = LEVELS.map((level) => contour(level, x, y));
  const texts = LEVELS.slice(1).map((level) => {
    const place = at(x.share(meanOfLevel(level, 1)), y.share(1));
    const text = { ...place, dy: 4, "text-anchor": "middle", class: "vae-contour-text" };
    return svgElement("text", text, String(level));
  });
  const prior = svgElement("circle", { class: RING, ...centre(x, y, 0, 1), r: 4 });
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Mean and width of q",
    x: { scale: x, ticks: [-3, -2, -1, 0, 1, 2, 3], name: italic("m"), moves: "m" },
    y: { scale: y, ticks: [0, 1, 2, 3], name: ["Width ", italic("s")], moves: "s" },
    step: KEY_STEP,
    className: "vae-surface-plot",
    backdrop: [canvas],
    paths: lines,
    marks: [...texts, prior],
    caption:
      "Drag the point, or use the arrow keys: across sets m, up and down sets s. Lines join " +
      "points of the same KL, in nats; the ring is the prior.",
  });
  const show = ({ m, s }) => {
    const [first, second, third] = [m, s, kl(m, s)].map(formatNumber);
    moveHandle(m, s, `m ${first}, s ${second}, KL ${third} nats`);
  };
  return { block, show, paint };
}

/** Once round the prior: up one side, where m is positive, and down the other. */
function contour(level, x, y) {
  const [bottom, top] = [widthOfLevel(level, 1e-3), widthOfLevel(level, 10)];
  const side = Array.from({ length: 81 }, (_, k) => {
    const s = (bottom + top - (top - bottom) * Math.cos((Math.PI * k) / 80)) / 2; // dense at the tips
    return [meanOfLevel(level, s) || 0, s];
  });
  const other = side.map(([m, s]) => [-m, s]).reverse();
  const line = curve("vae-trace vae-hue-ink vae-contour");
  set(line, { d: `${through([...side, ...other], x, y)}Z` });
  return line;
}

/** Where the divergence is `level` for m = 0, between s = 1 and `end`, by bisection. */
function widthOfLevel(level, end) {
  let [inside, outside] = [1, end];
  for (let k = 0; k < 50; k++) {
    const middle = (inside + outside) / 2;
    if (kl(0, middle) < level) inside = middle;
    else outside = middle;
  }
  return inside;
}
