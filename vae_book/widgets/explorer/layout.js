/** Puts the explorer's parts together. */
import { element, italic, uniqueId } from "../page/base.js";

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

export function assemble({ model, pictures, units, draw, buttons, readout, walk, planes, notice }) {
  const titleId = uniqueId("vae-title");
  const group = { class: "vae-figure vae-explorer", role: "group", "aria-labelledby": titleId };
  const controls = element("div", { class: "vae-controls" }, ...(draw ? draw.controls : []));
  controls.append(units.block);
  const top = element(
    "div",
    { class: "vae-top" },
    pictures,
    controls,
    element("div", { class: "vae-buttons" }, ...buttons),
    ...readout.nodes,
  );
  const side = element("div", { class: "vae-planes" }, ...planes.map(({ block }) => block));
  const layout = element("div", { class: "vae-layout" }, top, side);
  const title = element("div", { class: "vae-title", id: titleId }, model.get("label"));
  return element("div", group, title, notice.line, ...(walk ? [walk.block] : []), layout);
}
