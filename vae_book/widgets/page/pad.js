/** The pad: a latent plane with the prior, what is known of the test images, and a handle. */
import { density, moments } from "../maths/latents.js";
import { element, formatNumber, inkColours, paintImages, svgElement } from "./base.js";
import { followPointer, onPlaneKeys } from "./drag.js";
import { createPlane, percent, pointAt } from "./plane.js";
import { set } from "./plot.js";

const KEY_STEP = 0.1;
const CELLS = 72; // a side, of the aggregate posterior's density

/**
 * Makes the pad.
 * @param {object} options
 * @param {number} options.limit
 * @param {number[][]} options.points - Drawn as marks, each at its two coordinates.
 * @param {number[][]} options.spreads - The deviations of q(z|x) there; empty for none.
 * @param {number[]} options.classes - The digit of each point; empty draws dots.
 * @param {number[]} options.axes - The latent units along the two axes.
 * @param {number} options.latentSize
 * @param {function(): number[]} options.current - The whole latent vector.
 * @param {function(): number[][]|null} options.ends - Of the walk, on this plane.
 * @param {function(number[]): void} options.onMove
 * @param {function(): void} options.onEnd
 * @returns {{block: HTMLElement, show: function(number[]): void, repaint: function(): void}}
 */
export function createPad(options) {
  const { limit, points, spreads, classes, axes, current, ends, onMove, onEnd } = options;
  const inside = points.map(([x, y]) => Math.abs(x) < limit && Math.abs(y) < limit);
  const cloud = svgElement("g", { class: "vae-points" });
  points.forEach((point, k) => {
    if (inside[k]) cloud.append(mark(point, classes[k], limit));
  });
  const across = svgElement("line", { x1: 0, x2: "100%" });
  const upright = svgElement("line", { y1: 0, y2: "100%" });
  const handle = svgElement("circle", { r: 8 });
  const pointer = svgElement("g", { class: "vae-pointer" }, across, upright, handle);
  const path = svgElement("line", { class: "vae-path" });
  const hidden = inside.filter((value) => !value).length;
  const haze = spreads.length ? createHaze(points, spreads, limit) : null;

  const { block, plot, say } = createPlane({
    title: "Latent plane",
    caption: describe({ count: points.length, hidden, ...options }),
    limit,
    axes,
    backdrop: haze ? [haze.block] : [],
    marks: [
      cloud,
      priorCircle(1, limit),
      priorCircle(2, limit),
      ...(ends() ? [path] : []),
      pointer,
    ],
  });
  plot.classList.add("vae-pad");

  const onPlane = (z) => axes.map((unit) => z[unit]);
  followPointer(plot, { onMove: (event) => onMove(pointAt(event, plot, limit)), onEnd });
  onPlaneKeys(plot, {
    step: (right, up) => {
      const [x, y] = onPlane(current());
      onMove([x + KEY_STEP * right, y + KEY_STEP * up]);
    },
    end: onEnd,
  });

  const show = (z) => {
    const point = onPlane(z);
    const x = percent(point[0], limit);
    const y = percent(point[1], limit, true);
    set(across, { y1: y, y2: y });
    set(upright, { x1: x, x2: x });
    set(handle, { cx: x, cy: y });
    const line = ends();
    if (line) set(path, between(line, limit));
    say(point);
  };
  return { block, show, repaint: () => haze && haze.paint() };
}

/** The aggregate posterior's density. Where it is the prior's largest one, the shade is half. */
function createHaze(points, spreads, limit) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const values = density(points, spreads, limit, CELLS);
  const half = 1 / (2 * Math.PI);
  const shares = values.map((value) => value / (value + half));
  const options = { shape: [CELLS, CELLS], columns: 1 };
  const paint = () => paintImages(canvas, shares, { ...options, colours: inkColours(canvas) });
  return { block: element("div", { class: "vae-haze" }, canvas), paint };
}

/** The points that are `radius` standard deviations of the prior away from its mean. */
export function priorCircle(radius, limit) {
  const r = `${(50 * radius) / limit}%`;
  return svgElement("circle", { class: "vae-prior", cx: "50%", cy: "50%", r });
}

/** A digit where its class is known: it can be told from the others without its colour. */
export function mark(/** @type {number[]} */ [x, y], digit, limit) {
  const [left, top] = [percent(x, limit), percent(y, limit, true)];
  if (digit === undefined) return svgElement("circle", { cx: left, cy: top, r: 2.5 });
  const place = { x: left, y: top, dy: 4, "text-anchor": "middle" };
  return svgElement("text", { ...place, class: `vae-class-${digit}` }, String(digit));
}

function between(/** @type {number[][]} */ [a, b], limit) {
  const [x1, x2] = [a, b].map(([x]) => percent(x, limit));
  const [y1, y2] = [a, b].map((point) => percent(point[1], limit, true));
  return { x1, y1, x2, y2 };
}

function describe({ count, hidden, points, spreads, classes, axes, latentSize, ends }) {
  const sentences = [
    "Drag, or use the arrow keys.",
    "Circles: 1 and 2 standard deviations of the prior.",
  ];
  if (count) {
    const beyond = hidden ? ` (${hidden} lie beyond the edge)` : "";
    const what = classes.length ? "Digits" : "Dots";
    sentences.push(`${what}: ${count} test images, each at its posterior mean${beyond}.`);
  }
  if (spreads.length) {
    const numbers = moments(points, spreads).map(
      ({ mean, deviation }, k) =>
        `${formatNumber(mean)} and ${formatNumber(deviation)} along z${axes[k] + 1}`,
    );
    sentences.push(
      "Shaded: the aggregate posterior, the average of q over these images. Its mean and " +
        `standard deviation are ${numbers.join(", ")}; the prior\u2019s are 0 and 1.`,
    );
  }
  if (ends()) sentences.push("Line: the walk.");
  if (latentSize > 2) sentences.push("The other latent variables stay at their sliders.");
  return sentences.join(" ");
}
