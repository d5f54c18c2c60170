/** Loss terms over the epochs, with a line at the current epoch that can be dragged. */
import { element, svgElement, uniqueId } from "../page/base.js";
import { makeControl } from "../page/drag.js";
import { at, createPlot, curve, legend, set, through } from "../page/plot.js";
import { clamp, linear } from "../page/scale.js";

/**
 * Makes the plot.
 * @param {object} options
 * @param {string} options.title - What its upright axis is.
 * @param {string} options.label - The accessible name of the control.
 * @param {number[]} options.epochs - Rising.
 * @param {object[]} options.lines - `{ name, text, values }`; NaN begins a line later.
 * @param {object} options.y - An axis of plot.js.
 * @param {function(number): void} options.onPick - Gets the index of the nearest epoch.
 * @param {function(number): void} options.onStep - How many epochs on, or back.
 * @param {function(): void} options.onEnd
 * @returns {{block: HTMLElement, show: function(number): void}} `show` gets the index of an epoch.
 */
export function createTermCurves({ title, label, epochs, lines, y, ...moves }) {
  const { onPick, onStep, onEnd } = moves;
  const last = epochs.at(-1);
  const x = linear(0, last);
  const paths = lines.map(({ name, values }) => {
    const path = curve(name);
    const points = values.map((value, k) => [epochs[k], value]);
    path.setAttribute("d", through(points.filter(([, value]) => !Number.isNaN(value)), x, y.scale));
    return path;
  });
  const marker = svgElement("line", { class: "vae-level", y1: 0, y2: "100%" });
  const dots = lines.map(({ name }) => svgElement("circle", { class: `${name}-dot`, r: 5 }));
  const { frame, plot } = createPlot({
    x: { scale: x, ticks: wholeTicks(last), name: "epoch" },
    y: { ...y, name: title },
    className: "vae-term-plot",
    paths,
    marks: [marker, ...dots],
  });
  const captionId = uniqueId("vae-caption");
  const say = makeControl(plot, {
    label,
    captionId,
    flat: true,
    ends: [0, last],
    onPoint: (across) => onPick(nearest(epochs, x.value(clamp(across, 0, 1)))),
    onStep: (right, up) => onStep(right + up),
    onEnd,
  });
  const show = (index) => {
    const across = at(x.share(epochs[index]), 0).x;
    set(marker, { x1: across, x2: across });
    lines.forEach(({ values }, k) => {
      const value = values[index];
      dots[k].toggleAttribute("hidden", Number.isNaN(value));
      if (!Number.isNaN(value)) set(dots[k], { cx: across, cy: at(0, y.scale.share(value)).y });
    });
    say(epochs[index], `epoch ${epochs[index]}`);
  };
  const names = legend(lines.map(({ name, text }) => [name, text]));
  const text = "Drag to the left or right, or use the arrow keys.";
  const caption = element("div", { class: "vae-caption", id: captionId }, text);
  return { block: element("div", { class: "vae-plane" }, names, frame, caption), show };
}

/** The index of the value that is nearest; of two, the first. */
export function nearest(values, value) {
  const distances = values.map((each) => Math.abs(each - value));
  return distances.indexOf(Math.min(...distances));
}

/** Whole numbers from 0 to `last`, few enough to be read. */
function wholeTicks(last) {
  const distance = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => last / each <= 4);
  return Array.from({ length: Math.floor(last / distance) + 1 }, (_, k) => k * distance);
}
