/** Loss terms over the epochs, with a line at the current epoch that can be dragged. */
import { createDragPlot } from "../page/drag_plot.js";
import { centre, curve, dot, set, through } from "../page/plot.js";
import { clamp, linear, nearest, roundTicks } from "../page/scale.js";

/**
 * Makes the plot.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the number `epoch`.
 * @param {string} options.title - What its upright axis is.
 * @param {string} options.label - The accessible name of the control.
 * @param {number[]} options.epochs - Rising.
 * @param {object[]} options.lines - `{ hue, text, values }`; NaN begins a line later.
 * @param {object} options.y - An axis of plot.js.
 * @param {function(number): void} options.onPick - Gets the index of the nearest epoch.
 * @param {function(number): void} options.onStep - How many epochs on, or back.
 * @returns {{block: HTMLElement, show: function(number): void}} `show` gets the index of an epoch.
 */
export function createTermCurves({ state, title, label, epochs, lines, y, onPick, onStep }) {
  const last = epochs.at(-1);
  const x = linear(0, last);
  const paths = lines.map(({ hue, values }) => {
    const path = curve(`vae-trace vae-hue-${hue}`);
    const points = values.map((value, k) => [epochs[k], value]);
    set(path, { d: through(points.filter(([, value]) => !Number.isNaN(value)), x, y.scale) });
    return path;
  });
  const dots = lines.map(({ hue }) => dot(5, `vae-hue-${hue}`));
  const { block, moveHandle } = createDragPlot({
    state,
    label,
    x: { scale: x, ticks: roundTicks(0, last, 4).filter(Number.isInteger), name: "epoch" },
    y: { ...y, name: title },
    height: 11,
    paths,
    marks: dots,
    handle: false,
    level: true,
    names: lines.map(({ hue, text }) => [`vae-trace vae-hue-${hue}`, text]),
    caption: "Drag to the left or right, or use the arrow keys.",
    ends: [0, last],
    onPoint: (across) => onPick(nearest(epochs, x.value(clamp(across, 0, 1)))),
    onStep: (right, up) => onStep(right + up),
  });
  const show = (index) => {
    lines.forEach(({ values }, k) => {
      const value = values[index];
      dots[k].toggleAttribute("hidden", Number.isNaN(value));
      if (!Number.isNaN(value)) set(dots[k], centre(x, y.scale, epochs[index], value));
    });
    moveHandle(epochs[index], 0, `epoch ${epochs[index]}`);
  };
  return { block, show };
}
