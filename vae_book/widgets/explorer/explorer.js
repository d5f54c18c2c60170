/**
 * The latent explorer. Its class describes its state; bundle.py joins its modules.
 *
 * For tests and benchmarks its root element carries `data-grid-ms` (decoding and painting the
 * grid), `data-backend` ("wasm" or "js"), and `root.vaeExplorer` with `moveTo(z)`,
 * `pointOfWalk(ends, t)`, `decode(z)`, and with `pixels()`, `gridPixels()` and `drawPixels()`, the
 * numbers before they are painted.
 */
import {
  button,
  createPicture,
  indexedName,
  inkColours,
  italic,
  paintImages,
} from "../page/base.js";
import { formulaFigure } from "../page/formula.js";
import { createNetwork } from "../network/network.js";
import { rounded } from "../page/scale.js";
import { arrange, digits } from "./layout.js";
import { sayWhat, sayWhere } from "./readout.js";
import { createDrift } from "./drift.js";
import { createGaussianDraw } from "./gaussian_draw.js";
import { createGrid } from "./grid.js";
import { readPoints } from "./latent_codes.js";
import { addressOf, asNumbers, withNumbers } from "./latent_numbers.js";
import { createPad } from "./pad.js";
import { arrangeUnits } from "./units.js";
import { createWalk } from "./walk.js";

const UNIT_STEP = 0.05;
const STEP = 0.01; // of sigma and t

export default formulaFigure("explorer", explore, async ({ model, host }) => {
  const network = await host.getModel(model.get("decoder"));
  return { model: withNumbers(model), network };
});

function explore({ model, state, signal, network }) {
  const [shape, latentSize] = ["image_shape", "latent_size"].map((name) => network.get(name));
  const [limit, order, cells, sigma] = ["limit", "order", "grid", "sigma"].map(model.get);
  const { run: decode, backend } = createNetwork(network);
  const { codes, points, spreads, classes } = readPoints(model, latentSize);
  const axes = order.slice(0, 2);

  const canvas = createPicture("vae-digit");
  let colours = null; // of the page, once the figure is there
  let pixels = /** @type {Float32Array} */ (new Float32Array(0));
  let text = "";
  const paint = (canvas, images, columns = 1) =>
    colours && paintImages(canvas, images, { shape, columns, colours });

  const shared = { state, limit, axes, decode, paint };
  const walk = model.get("interpolation")
    ? createWalk({ ...shared, codes, classes, signal })
    : null;
  const draw = sigma === null
    ? null
    : createGaussianDraw({ state, sigma, size: shape[0] * shape[1] });
  const ends = () => walk && model.get("ends").map((end) => points[end]);
  const onDone = (milliseconds) => (root.dataset.gridMs = milliseconds.toFixed(2));
  const pad = latentSize > 1
    ? createPad({ ...shared, points, spreads, classes, latentSize, ends })
    : null;
  const grid = cells ? createGrid({ ...shared, cells, shape, onDone }) : null;
  const planes = [pad, grid].filter((plane) => plane);
  const parts = walk ? [...planes, walk] : planes;

  const sliders = Object.fromEntries(
    order.map((unit) => [`z${unit + 1}`, { label: indexedName("z", unit + 1), step: UNIT_STEP }]),
  );
  if (draw) sliders.noise = { label: [italic("\u03c3")], step: STEP };
  if (walk) sliders.t = { step: STEP, onInput: walk.walkTo };
  const drawFromPrior = () => state.jumpTo(asNumbers(model.get("z").map(() => drawWithin(limit))));

  const paintDigits = () => {
    paint(canvas, pixels);
    if (draw) paint(draw.canvas, draw.pixels);
  };
  let root;
  return {
    sliders,
    buttons: [button("Random draw from the prior", drawFromPrior)],
    arrange: ({ rows, buttons, readout, ...given }) => {
      root = given.root;
      root.dataset.backend = backend;
      root.vaeExplorer = {
        pixels: () => pixels.slice(),
        gridPixels: () => grid.images(),
        drawPixels: () => draw.pixels.slice(),
        moveTo: (z) => state.moveTo(asNumbers(z)),
        pointOfWalk: walk && walk.pointOf,
        decode,
      };
      if (model.get("hero")) {
        root.classList.add("vae-hero");
        const stop = createDrift({ root, state, signal });
        if (stop) buttons.prepend(stop);
      }
      return arrange({
        pictures: digits({ canvas, draw }),
        controls: [...(draw ? draw.controls(rows.noise) : []), arrangeUnits(model, rows)],
        buttons,
        readout,
        walk: walk ? [walk.arrange(rows.t)] : [],
        planes,
      });
    },
    update: (numbers) => {
      const z = model.get("z");
      pixels = decode(Float32Array.from(z));
      if (draw) draw.show(pixels, numbers);
      paintDigits();
      for (const part of parts) part.show(z);
      const [from, to] = [numbers.from, numbers.to].map((end) => classes[end]);
      const onWalk = walk && walk.isOn() ? { from, to, t: numbers.t } : null;
      text = sayWhat({ z, pixels, points, classes, walk: onWalk });
      canvas.setAttribute("aria-label", `Decoded image. ${text}`);
      if (draw) draw.canvas.setAttribute("aria-label", `A draw around it. ${draw.text()}`);
    },
    // The eye has the values beside the sliders; the ear is told them here.
    describe: () => {
      const seen = draw ? `${text} ${draw.text()}` : text;
      return [seen, sayWhere(model.get("z"), order) + seen];
    },
    samples: () => [],
    paint: () => {
      colours = inkColours(canvas);
      paintDigits();
      for (const part of parts) part.repaint();
    },
    address: addressOf(state, walk),
  };
}

/** A standard normal number (Box and Muller); the rare one beyond the sliders is drawn again. */
function drawWithin(limit) {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  const value = rounded(radius * Math.cos(2 * Math.PI * Math.random()));
  return Math.abs(value) <= limit ? value : drawWithin(limit);
}
