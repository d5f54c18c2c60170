/** What is drawn on a latent plane: the prior, the test images, and a cross through a point. */
import { svgElement } from "./base.js";
import { centre, set, uprightLine } from "./plot.js";

/** The points that are `radius` standard deviations of the prior away from its mean. */
export function priorCircle(radius, limit) {
  const r = `${(50 * radius) / limit}%`;
  return svgElement("circle", { class: "vae-prior", cx: "50%", cy: "50%", r });
}

/**
 * The points that lie within the plane, and how many lie beyond its edges. A point is a digit where
 * its class is known: it can be told from the others without its colour.
 */
export function createCloud(points, classes, scale) {
  const node = svgElement("g", { class: "vae-points" });
  points.forEach((point, k) => {
    const inside = point.every((value) => scale.share(value) > 0 && scale.share(value) < 1);
    if (inside) node.append(mark(centre(scale, scale, point[0], point[1]), classes[k]));
  });
  return { node, beyond: points.length - node.childElementCount };
}

function mark({ cx, cy }, digit) {
  if (digit === undefined) return svgElement("circle", { cx, cy, r: 2.5 });
  const place = { x: cx, y: cy, dy: 4, "text-anchor": "middle" };
  const style = `--vae-class: var(--vae-digit-${digit})`;
  return svgElement("text", { ...place, style }, String(digit));
}

/** Two lines over the whole plane, which meet in a point, and circles there. */
export function createCross(scale, ...circles) {
  const [across, upright] = [svgElement("line", { x1: 0, x2: "100%" }), uprightLine()];
  const show = (/** @type {number[]} */ [x, y]) => {
    const place = centre(scale, scale, x, y);
    set(across, { y1: place.cy, y2: place.cy });
    set(upright, { x1: place.cx, x2: place.cx });
    for (const circle of circles) set(circle, place);
  };
  return { node: svgElement("g", { class: "vae-pointer" }, across, upright, ...circles), show };
}

/** The nearest of some points: its index, and how far it is away. */
export function nearestPoint(/** @type {number[]} */ [x, y], points) {
  const distances = points.map((point) => Math.hypot(point[0] - x, point[1] - y));
  const distance = Math.min(...distances);
  return { index: distances.indexOf(distance), distance };
}

/** A digit with its article. */
export const aDigit = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;
