/** The pad: the latent plane with the prior's circles, the test images' means and a handle. */
import { svgElement } from "./base.js";
import { followPointer, onPlaneKeys } from "./drag.js";
import { createPlane, percent, pointAt } from "./plane.js";
import { set } from "./plot.js";

const KEY_STEP = 0.1;

/**
 * Makes the pad.
 * @param {object} options
 * @param {number} options.limit
 * @param {number[][]} options.points - Drawn as marks, each at its first two coordinates.
 * @param {number[]} options.classes - The digit of each point; empty draws dots.
 * @param {number} options.latentSize
 * @param {function(): number[]} options.current - The chosen point.
 * @param {function(number[])} options.onMove
 * @param {function()} options.onEnd
 * @returns {{block: HTMLElement, show: function(number[])}}
 */
export function createPad({ limit, points, classes, latentSize, current, onMove, onEnd }) {
  const inside = points.map(([x, y]) => Math.abs(x) < limit && Math.abs(y) < limit);
  const cloud = svgElement("g", { class: "vae-points" });
  points.forEach((point, k) => {
    if (inside[k]) cloud.append(mark(point, classes[k], limit));
  });
  const across = svgElement("line", { x1: 0, x2: "100%" });
  const upright = svgElement("line", { y1: 0, y2: "100%" });
  const handle = svgElement("circle", { r: 8 });
  const pointer = svgElement("g", { class: "vae-pointer" }, across, upright, handle);
  const hidden = inside.filter((value) => !value).length;

  const { block, plot, say } = createPlane({
    title: "Latent plane",
    caption: describe(points.length, hidden, classes.length > 0, latentSize),
    limit,
    marks: [cloud, priorCircle(1, limit), priorCircle(2, limit), pointer],
  });
  plot.classList.add("vae-pad");

  followPointer(plot, { onMove: (event) => onMove(pointAt(event, plot, limit)), onEnd });
  onPlaneKeys(plot, {
    step: (right, up) => onMove([current()[0] + KEY_STEP * right, current()[1] + KEY_STEP * up]),
    home: () => onMove([0, 0]),
    end: onEnd,
  });

  const show = (point) => {
    const x = percent(point[0], limit);
    const y = percent(point[1], limit, true);
    set(across, { y1: y, y2: y });
    set(upright, { x1: x, x2: x });
    set(handle, { cx: x, cy: y });
    say(point);
  };
  return { block, show };
}

/** The points that are `radius` standard deviations of the prior away from its mean. */
export function priorCircle(radius, limit) {
  const r = `${(50 * radius) / limit}%`;
  return svgElement("circle", { class: "vae-prior", cx: "50%", cy: "50%", r });
}

/** A digit where its class is known: it can be told from the others without its colour. */
export function mark([x, y], digit, limit) {
  const [left, top] = [percent(x, limit), percent(y, limit, true)];
  if (digit === undefined) return svgElement("circle", { cx: left, cy: top, r: 2.5 });
  const place = { x: left, y: top, dy: 4, "text-anchor": "middle" };
  return svgElement("text", { ...place, class: `vae-class-${digit}` }, String(digit));
}

function describe(count, hidden, withClasses, latentSize) {
  const sentences = [
    "Drag, or use the arrow keys.",
    "Circles: 1 and 2 standard deviations of the prior.",
  ];
  if (count) {
    const beyond = hidden ? ` (${hidden} lie beyond the edge)` : "";
    const what = withClasses ? "Digits" : "Dots";
    sentences.push(`${what}: ${count} test images, each at its posterior mean${beyond}.`);
  }
  if (latentSize > 2) sentences.push("The other latent variables stay at their sliders.");
  return sentences.join(" ");
}
