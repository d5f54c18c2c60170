/** The errors of both estimates as L grows, with error bars; a vertical line is dragged along L. */
import { italic, svgElement } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { at, centre, curve, dot, set, through } from "../page/plot.js";
import { clamp, linear, logarithmic } from "../page/scale.js";

const REACHES = [2, 5, 10, 20, 50, 100]; // the ends of the upright axis, of which one fits
const BARS = [3, 10, 30, 100, 300, 1000]; // values of L that carry error bars
const KINDS = ["reparametrised", "score"];
const HUES = ["", "vae-hue-gap"];
const LINES = ["vae-trace", "vae-trace vae-hue-gap vae-dashed"];

/**
 * Makes the plot.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the number L.
 * @param {object} options.sizes - The steps of L, an axis of scale.js.
 * @param {number} options.step - From one of them to the next, as a share.
 * @returns {{block: HTMLElement, show: function(number, object, object): void}} `show` gets L, the
 *   running means and errors of both estimators, and what is exact.
 */
export function createErrors({ state, sizes, step }) {
  const { least, most } = state.ranges.L;
  const x = logarithmic(least, most);
  const lines = LINES.map(curve);
  const bands = HUES.map((hue) => curve(`vae-band ${hue}`));
  const whiskers = HUES.map((hue) => curve(`vae-trace vae-thin ${hue}`));
  const dots = HUES.map((hue) => dot(6, hue));
  const texts = [1, 0, -1].map((end) => {
    const y = at(0, 0.5 + end / 2.1).y;
    return svgElement("text", { x: -8, y, dy: 4, "text-anchor": "end" });
  });
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Number of draws L",
    x: { scale: x, ticks: [1, 10, 100, 1000], name: italic("L"), moves: "L" },
    y: { scale: linear(-1.05, 1.05), ticks: [-1, -0.5, 0, 0.5, 1], texts: [], name: TITLE },
    height: 13,
    wide: true,
    paths: [bands[1], bands[0], ...whiskers, ...lines],
    marks: [svgElement("g", { class: "vae-axis" }, ...texts), dots[1], dots[0]],
    handle: false,
    level: true,
    names: [
      [LINES[0], "reparametrised"],
      [LINES[1], "score function"],
    ],
    caption: CAPTION,
    onPoint: (across) => state.moveTo({ L: x.value(clamp(across, 0, 1)) }),
    onStep: (right, up) => {
      const share = sizes.share(state.current().L) + step * (right + up);
      state.moveTo({ L: sizes.value(clamp(share, 0, 1)) });
    },
  });

  const show = (count, estimates, truth) => {
    const reach = REACHES.find((each) => each >= truth.score) ?? REACHES.at(-1);
    const y = linear(-1.05 * reach, 1.05 * reach);
    [`+${reach}`, "0", `\u2212${reach}`].forEach((text, k) => (texts[k].textContent = text));
    const [used, all] = [steps(count), steps(most)];
    KINDS.forEach((kind, k) => {
      const { mean, error } = estimates[kind];
      const spread = (n) => truth[kind] / Math.sqrt(n);
      const edges = [all.map((n) => [n, spread(n)]), all.map((n) => [n, -spread(n)]).reverse()];
      set(bands[k], { d: through(edges.flat(), x, y) });
      const off = (n) => mean[n - 1] - truth.gradient;
      set(lines[k], { d: through(used.map((n) => [n, off(n)]), x, y) });
      const bars = BARS.filter((n) => n <= count).map((n) => {
        const place = n * (k ? 1.03 : 0.97); // side by side
        const ends = [off(n) - error[n - 1], off(n) + error[n - 1]];
        return through(ends.map((end) => [place, end]), x, y);
      });
      set(whiskers[k], { d: bars.join("") });
      set(dots[k], centre(x, y, count, clamp(off(count), y.value(0), y.value(1))));
    });
    moveHandle(count, 0, `L ${count}`);
  };
  return { block, show };
}

const TITLE = "Estimate minus exact gradient of E[f(z)] by m";
const CAPTION =
  "Drag to the left or right, or use the arrow keys, to use more or fewer draws. Upright bars: " +
  "one standard error, estimated from the draws. Shaded: the exact standard deviation.";

/** Values of L up to `count`, close enough for a smooth line on a logarithmic axis. */
function steps(count) {
  const values = [1];
  while (values.at(-1) < count) {
    values.push(Math.min(count, Math.ceil(values.at(-1) * 1.05)));
  }
  return values;
}
