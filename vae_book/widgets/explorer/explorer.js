/**
 * The latent explorer. explorer.py describes its state; bundle.py joins its modules.
 *
 * For tests and benchmarks its root element carries `data-painted` (pictures painted so far),
 * `data-decode-ms` (decoding and painting the last one), `data-update-ms` (all of the last update),
 * `data-grid-ms` (decoding and painting the grid), `data-backend` ("wasm" or "js"), and
 * `root.vaeExplorer` with `moveTo(z)`, `walk(ends, t)`, `pointOfWalk(ends, t)`, `decode(z)`, and
 * with `pixels()`, `gridPixels()` and `drawPixels()`, the numbers before they are painted.
 */
import {
  button,
  createNotice,
  drawOrSay,
  element,
  inkColours,
  oncePerFrame,
  onThemeChange,
  paintImages,
} from "../page/base.js";
import { createNetwork } from "../network/network.js";
import { assemble, digits } from "./layout.js";
import { sayWhat, sayWhere } from "./readout.js";
import { createDrift } from "./drift.js";
import { createGaussianDraw } from "./gaussian_draw.js";
import { createGrid } from "./grid.js";
import { linkExplorer } from "./latent_address.js";
import { readPoints } from "./latent_codes.js";
import { createLatentState, MOVING } from "./latent_state.js";
import { createReadout } from "../page/readout.js";
import { createPad } from "../page/pad.js";
import { createUnits } from "./units.js";
import { createWalk } from "./walk.js";

export default {
  render({ model, el, signal, host }) {
    return drawOrSay(el, async () => {
      const packed = await host.getModel(model.get("decoder"));
      explore(model, el, signal, packed);
    });
  },
};

function explore(model, el, signal, packed) {
  const latentSize = packed.get("latent_size");
  const shape = packed.get("image_shape");
  const { run: decode, backend } = createNetwork(packed);
  const { codes, points, spreads, classes } = readPoints(model, latentSize);
  const state = createLatentState(model, codes);
  const { limit, current } = state;
  const axes = model.get("order").slice(0, 2);

  const canvas = element("canvas", { class: "vae-picture vae-digit", role: "img" });
  const readout = createReadout();
  const notice = createNotice();
  const units = createUnits({ model, state });
  const drawFromPrior = () => {
    state.moveTo(current().map(() => drawWithin(limit)));
    state.onEnd();
  };
  const buttons = [
    button("Random draw from the prior", drawFromPrior),
    button("Reset", state.reset),
  ];

  let colours;
  let pixels;
  const getColours = () => colours;
  const walk = model.get("interpolation")
    ? createWalk({ model, state, classes, decode, shape, colours: getColours, signal })
    : null;
  if (walk) state.beforeMove = walk.stop;
  const draw = model.get("sigma") === null ? null : createGaussianDraw({ model, state, shape });

  const onMove = (values) => state.moveUnits(values.map((value, k) => [axes[k], value]));
  const shared = { limit, axes, current, onMove, onEnd: state.onEnd };
  const planes = [];
  if (latentSize > 1) {
    const ends = () => (walk ? model.get("ends").map((end) => points[end]) : null);
    planes.push(createPad({ ...shared, points, spreads, classes, latentSize, ends }));
  }
  let grid = null;
  if (model.get("grid")) {
    const onDone = (milliseconds) => (root.dataset.gridMs = milliseconds.toFixed(2));
    const cells = model.get("grid");
    grid = createGrid({ ...shared, cells, shape, decode, colours: getColours, onDone });
    planes.push(grid);
  }

  const pictures = digits({ canvas, draw });
  const root = assemble({ model, pictures, units, draw, buttons, readout, walk, planes, notice });
  root.dataset.backend = backend;
  root.vaeExplorer = {
    pixels: () => pixels.slice(),
    gridPixels: () => grid.images(),
    drawPixels: () => draw.pixels(),
    moveTo: state.moveTo,
    pointOfWalk: state.pointOfWalk,
    decode,
    walk: (ends, t) => {
      model.set("ends", ends);
      state.walkTo(t);
    },
  };
  el.append(root);

  const paint = () => {
    paintImages(canvas, pixels, { shape, columns: 1, colours });
    if (draw) draw.paint(colours);
  };
  const speak = () => {
    const [from, to] = model.get("ends").map((end) => classes[end]);
    const onWalk = state.isOnWalk() ? { from, to, t: model.get("t") } : null;
    const text = sayWhat({ z: current(), pixels, points, classes, walk: onWalk });
    const seen = draw ? `${text} ${draw.text()}` : text;
    // The eye has the values beside the sliders; the ear is told them here.
    readout.show(seen, sayWhere(current(), model.get("order")) + seen);
    canvas.setAttribute("aria-label", `Decoded image. ${text}`);
    if (draw) draw.canvas.setAttribute("aria-label", `A draw around it. ${draw.text()}`);
  };
  const update = () => {
    const start = performance.now();
    pixels = decode(Float32Array.from(current()));
    if (draw) draw.show(pixels);
    paint();
    root.dataset.decodeMs = (performance.now() - start).toFixed(3);
    for (const part of [units, ...planes]) part.show(current());
    if (walk) walk.show();
    speak();
    root.dataset.painted = String(Number(root.dataset.painted || 0) + 1);
    root.dataset.updateMs = (performance.now() - start).toFixed(3);
  };
  const recolour = () => {
    colours = inkColours(canvas);
    paint();
    for (const part of [...planes, ...(walk ? [walk] : [])]) part.repaint();
  };

  colours = inkColours(canvas);
  update();
  for (const plane of planes) plane.repaint();
  const updateSoon = oncePerFrame(update);
  for (const name of MOVING) {
    model.on(`change:${name}`, () => {
      updateSoon();
      notice.say("");
    });
  }
  onThemeChange(recolour, signal);
  const say = notice.say;
  const link = linkExplorer({ root, signal, model, state, count: codes.length, say });
  state.afterMove = link.write;
  if (model.get("hero")) {
    root.classList.add("vae-hero");
    const stop = createDrift({ root, state, signal });
    if (stop) root.querySelector(".vae-top > .vae-buttons").prepend(stop);
  }
  if (link.button) root.querySelector(".vae-top > .vae-buttons").append(link.button);
}

/** A standard normal number (Box and Muller); the rare one beyond the sliders is drawn again. */
function drawWithin(limit) {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  const value = radius * Math.cos(2 * Math.PI * Math.random());
  return Math.abs(value) <= limit ? value : drawWithin(limit);
}
