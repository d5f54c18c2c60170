/** Puts the explorer's parts together. */
import { div, element, italic } from "../page/base.js";

/** The decoded image; for a Gaussian decoder its mean and a draw, each with its name. */
export function digits({ canvas, draw }) {
  if (!draw) return canvas;
  const named = (picture, ...name) =>
    div("vae-named", picture, element("div", { "aria-hidden": true }, ...name));
  return div(
    "vae-pair",
    named(canvas, "mean ", italic("\u03bc")),
    named(draw.canvas, "draw ", italic("\u03bc"), " + ", italic("\u03c3\u03b5")),
  );
}

/** The walk, and below it everything else. */
export function arrange({ pictures, controls, buttons, readout, walk, planes }) {
  const top = div("vae-top", pictures, div("vae-controls", ...controls), buttons, ...readout);
  const side = div("vae-planes", ...planes.map(({ block }) => block));
  return [...walk, div("vae-layout", top, side)];
}
