/**
 * The latent explorer. explorer.py describes its state; bundle.py joins its modules.
 *
 * For tests and benchmarks its root element carries `data-painted` (pictures painted so far),
 * `data-decode-ms` (decoding and painting the last one), `data-grid-ms` (the same for the grid),
 * `data-backend` ("wasm" or "js"), and `root.vaeExplorer` with `moveTo(z)`, and with `pixels()` and
 * `gridPixels()`, the decoded numbers before they are clipped and painted.
 */
import { linkToAddress } from "./address.js";
import {
  button,
  createNotice,
  debounce,
  element,
  formatNumber,
  indexedName,
  inkColours,
  labelledSlider,
  oncePerFrame,
  onThemeChange,
  paintImages,
  showError,
  uniqueId,
} from "./base.js";
import { createDecoder } from "./decoder.js";
import { createGrid } from "./grid.js";
import { createPad } from "./pad.js";

const SLIDER_STEP = 0.05;
const READOUT_DELAY_MS = 400; // a screen reader is told where a move ended, not each step of it

export default {
  async render({ model, el, signal, host }) {
    try {
      const packed = await host.getModel(model.get("decoder"));
      explore(model, el, signal, packed);
    } catch (error) {
      showError(el, `This figure cannot be drawn. ${error.message}`);
    }
  },
};

function explore(model, el, signal, packed) {
  const latentSize = packed.get("latent_size");
  const shape = packed.get("image_shape");
  const weights = packed.get("weights");
  const { decode, backend } = createDecoder({ layers: packed.get("layers"), weights, latentSize });
  const limit = model.get("limit");
  const points = model.get("points");
  const classes = model.get("point_classes");

  const current = () => model.get("z");
  /** Sets the first values of z, or all of them. */
  const moveTo = (values) => {
    const moved = [...values, ...current().slice(values.length)];
    model.set("z", moved.map((value) => clip(value, limit)));
  };
  let remember = () => {}; // writes z into the address
  const onEnd = () => {
    model.save_changes();
    remember();
  };

  const canvas = element("canvas", { class: "vae-digit", role: "img" });
  const readout = element("p", { class: "vae-readout", role: "status" });
  const notice = createNotice();
  const sliders = current().map((_, k) =>
    labelledSlider({
      label: indexedName("z", k + 1),
      least: -limit,
      most: limit,
      step: SLIDER_STEP,
      onInput: (value) => moveTo(current().map((old, index) => (index === k ? value : old))),
      onChange: onEnd,
    }),
  );
  const jump = (choose) => () => {
    moveTo(current().map(choose));
    onEnd();
  };
  const buttons = [
    button("Random draw from the prior", jump(() => drawWithin(limit))),
    button("Reset", jump(() => 0)),
  ];

  let colours;
  let pixels;
  const shared = { limit, current, onMove: moveTo, onEnd };
  const planes = [];
  if (latentSize > 1) planes.push(createPad({ ...shared, points, classes, latentSize }));
  let grid = null;
  if (model.get("grid")) {
    const onDone = (milliseconds) => (root.dataset.gridMs = milliseconds.toFixed(2));
    const cells = model.get("grid");
    grid = createGrid({ ...shared, cells, shape, decode, colours: () => colours, onDone });
    planes.push(grid);
  }

  const root = assemble({ model, canvas, sliders, buttons, readout, planes, notice });
  root.dataset.backend = backend;
  const hooks = { pixels: () => pixels.slice(), gridPixels: () => grid.images() };
  root.vaeExplorer = { ...hooks, moveTo };
  el.append(root);

  const paint = () => paintImages(canvas, pixels, { shape, columns: 1, colours });
  const update = () => {
    const start = performance.now();
    pixels = decode(Float32Array.from(current()));
    paint();
    root.dataset.decodeMs = (performance.now() - start).toFixed(3);
    current().forEach((value, k) => sliders[k].show(value));
    for (const plane of planes) plane.show(current());
    root.dataset.painted = Number(root.dataset.painted || 0) + 1;
  };
  const speak = () => {
    // The eye has the values beside the sliders; the ear is told them here.
    const values = current().map((value, k) => `z${k + 1} = ${formatNumber(value)}`);
    const text = describe(current(), pixels, points, classes);
    readout.replaceChildren(unseen(`${values.join(", ")}. `), text);
    canvas.setAttribute("aria-label", `Decoded image. ${text}`);
  };
  const recolour = () => {
    colours = inkColours(canvas);
    paint();
    if (grid) grid.repaint();
  };

  colours = inkColours(canvas);
  update();
  speak();
  const updateSoon = oncePerFrame(update);
  const speakLater = debounce(speak, READOUT_DELAY_MS);
  model.on("change:z", () => {
    updateSoon();
    speakLater();
    notice.say("");
  });
  onThemeChange(recolour, signal);
  remember = linkToAddress({ root, signal, onProblem: notice.say, ...named(current, moveTo, limit) });
}

/** The latent vector as numbers with names, for the address. */
function named(current, moveTo, limit) {
  const names = current().map((_, k) => `z${k + 1}`);
  const range = { least: -limit, most: limit, whole: false };
  return {
    kind: "explorer",
    ranges: Object.fromEntries(names.map((name) => [name, range])),
    current: () => Object.fromEntries(names.map((name, k) => [name, current()[k]])),
    moveTo: (values) => moveTo(names.map((name, k) => values[name] ?? current()[k])),
  };
}

function assemble({ model, canvas, sliders, buttons, readout, planes, notice }) {
  const titleId = uniqueId("vae-title");
  const group = { class: "vae-figure vae-explorer", role: "group", "aria-labelledby": titleId };
  const root = element("div", group);
  const rows = sliders.map((slider) => slider.row);
  const blocks = planes.map((plane) => plane.block);
  const top = element(
    "div",
    { class: "vae-top" },
    canvas,
    element("div", { class: "vae-sliders" }, ...rows),
    element("div", { class: "vae-buttons" }, ...buttons),
    readout,
  );
  const layout = element("div", { class: "vae-layout" }, top);
  layout.append(element("div", { class: "vae-planes" }, ...blocks));
  const title = element("div", { class: "vae-title", id: titleId }, model.get("label"));
  root.append(title, notice.line, layout);
  return root;
}

const unseen = (text) => element("span", { class: "vae-unseen" }, text);

/** Keeps a value on the sliders, and to a thousandth: far below a pixel of the pad. */
function clip(value, limit) {
  return Math.round(1000 * Math.min(Math.max(value, -limit), limit)) / 1000;
}

/** A standard normal number (Box and Muller); the rare one beyond the sliders is drawn again. */
function drawWithin(limit) {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  const value = radius * Math.cos(2 * Math.PI * Math.random());
  return Math.abs(value) <= limit ? value : drawWithin(limit);
}

/** A sentence or two on what is seen at z. */
function describe(z, pixels, points, classes) {
  const ink = pixels.reduce((sum, value) => sum + clip01(value), 0) / pixels.length;
  const sentences = [`Ink covers ${Math.round(100 * ink)}% of the image.`];
  // With more than two latent variables the drawn points are projections: none is the nearest.
  if (z.length === 2 && classes.length) {
    const { index, distance } = nearest(z, points);
    const digit = classes[index];
    sentences.push(
      `Nearest test image: ${digit === 8 ? "an" : "a"} ${digit}, ${formatNumber(distance)} away.`,
    );
  }
  return sentences.join(" ");
}

const clip01 = (value) => Math.min(Math.max(value, 0), 1);

function nearest(z, points) {
  const distances = points.map(([x, y]) => Math.hypot(x - z[0], y - z[1]));
  const distance = Math.min(...distances);
  return { index: distances.indexOf(distance), distance };
}
