/**
 * A curve to bend: sliders side by side, the points of a line; later the true line beside it.
 *
 * Each point is a slider that stands upright, so that keyboard, touch and screen reader have what
 * they have elsewhere. A value counts how often something has been halved.
 */
import { element, svgElement } from "../page/base.js";

/** @param {HTMLElement} part - A field set with `.vae-curve`, made by task.py. */
export function drawCurve(part, opened) {
  const box = part.querySelector(".vae-curve");
  const inputs = [...box.querySelectorAll("input")];
  for (const input of inputs) input.setAttribute("aria-valuetext", spoken(input.value));
  box.querySelector("svg")?.remove();
  const svg = svgElement("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" });
  svg.setAttribute("aria-hidden", "true");
  svg.append(line(inputs.map(({ value }) => Number(value)), inputs[0], "mine"));
  const truth = opened && part.dataset.truth ? JSON.parse(part.dataset.truth) : null;
  if (truth) svg.append(line(truth, inputs[0], "true"));
  box.prepend(svg);
  if (!truth) return [];
  const [yours, theirs] = [inputs.at(-1).value, truth.at(-1)].map(spoken);
  return [
    element(
      "span",
      {},
      `Dashed: ${part.dataset.law} At the right end it is ${theirs}, `,
      `yours is ${yours}.`,
    ),
  ];
}

/** The curve in words. */
export function curveInWords(part) {
  const labels = [...part.querySelectorAll(".vae-curve label")];
  return labels.map((label) =>
    `${label.textContent.trim()}: ${spoken(label.querySelector("input").value)}`
  ).join(", ");
}

function line(values, { min, max }, name) {
  const points = values.map((value, place) => {
    const height = (Number(value) - min) / (max - min);
    return `${100 * (place + 0.5) / values.length},${95 - 90 * height}`;
  });
  return svgElement("polyline", { points: points.join(" "), class: `vae-curve-${name}` });
}

/** `-3` halvings are 1/8. */
function spoken(value) {
  const power = 2 ** -value;
  return power <= 1 ? String(1 / power) : `1/${Number(power.toPrecision(3))}`;
}
