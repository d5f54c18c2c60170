/** What the explorer tells in words: of the image, and of where it is. */
import { formatNumber } from "../page/base.js";
import { aDigit, nearestPoint } from "../page/latents.js";
import { clamp } from "../page/scale.js";

const NAMED = 6; // latent variables; more are no help to the ear

/** The latent vector, of many variables the most telling ones. */
export function sayWhere(z, order) {
  const named = order.slice(0, NAMED).map((unit) => `z${unit + 1} = ${formatNumber(z[unit])}`);
  const others = order.length > NAMED ? `, and ${order.length - NAMED} others` : "";
  return `${named.join(", ")}${others}. `;
}

/** A sentence or two on what is seen at z. */
export function sayWhat({ z, pixels, points, classes, walk }) {
  const ink = pixels.reduce((sum, value) => sum + clamp(value, 0, 1), 0) / pixels.length;
  const sentences = [`Ink covers ${Math.round(100 * ink)}% of the image.`];
  if (walk) {
    const share = Math.round(100 * walk.t);
    sentences.push(`${share}% of the way from ${aDigit(walk.from)} to ${aDigit(walk.to)}.`);
  }
  // With more than two latent variables the drawn points are projections: none is the nearest.
  if (z.length === 2 && classes.length) {
    const { index, distance } = nearestPoint(z, points);
    const where = `${aDigit(classes[index])}, ${formatNumber(distance)} away`;
    sentences.push(`Nearest test image on the plane: ${where}.`);
  }
  return sentences.join(" ");
}
