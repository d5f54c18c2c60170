/** Puts the explorer's parts together. */
import { element, italic } from "../page/base.js";

/** The decoded image; for a Gaussian decoder its mean and a draw, each with its name. */
export function digits({ canvas, draw }) {
  if (!draw) return canvas;
  const named = (picture, ...name) =>
    element(
      "div",
      { class: "vae-named" },
      picture,
      element("div", { "aria-hidden": true }, ...name),
    );
  return element(
    "div",
    { class: "vae-pair" },
    named(canvas, "mean ", italic("\u03bc")),
    named(draw.canvas, "draw ", italic("\u03bc"), " + ", italic("\u03c3\u03b5")),
  );
}

/** The walk, and below it everything else. */
export function arrange({ pictures, controls, buttons, readout, walk, planes }) {
  const top = element(
    "div",
    { class: "vae-top" },
    pictures,
    element("div", { class: "vae-controls" }, ...controls),
    buttons,
    ...readout,
  );
  const side = element("div", { class: "vae-planes" }, ...planes.map(({ block }) => block));
  return [...walk, element("div", { class: "vae-layout" }, top, side)];
}
