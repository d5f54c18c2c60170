/**
 * The encoder's figure: an image is drawn, q(z|x) is shown, a sample of it is decoded.
 * encode.py describes its state; bundle.py joins its modules.
 *
 * The drawing itself is kept in the page only; neither the address nor a kernel hears of it.
 */
import {
  button,
  drawOrSay,
  element,
  formatNumber,
  inkColours,
  painter,
  paintImages,
} from "../page/base.js";
import { sigmoid } from "../maths/bernoulli.js";
import { klToPrior, reconstructionLoss } from "../maths/model.js";
import { formulaFigure } from "../page/formula.js";
import { binary, fitAsMnist, SHEET, shifted, SIDE } from "../page/ink.js";
import { createCloseUp, createLatentPlane } from "./posterior.js";
import { DRAWINGS } from "../page/presets.js";
import { normals } from "../maths/random.js";
import { createSheet } from "../page/sheet.js";
import { createTable } from "../page/table.js";
import { openArrays } from "../network/arrays.js";
import { createVae } from "../network/vae.js";

const OWN = -1; // the preset that stands for the reader's drawing
const SEED = 0; // of the noise of the samples

export default {
  render({ model, el, signal, host }) {
    return drawOrSay(el, async () => {
      const names = ["encoder", "decoder"];
      const [encoder, decoder] = await Promise.all(
        names.map((name) => host.getModel(model.get(name))),
      );
      const vae = createVae(encoder, decoder);
      formulaFigure("encode", (given) => build({ ...given, vae })).render({ model, el, signal });
    });
  },
};

function build({ model, state, vae }) {
  const arrays = openArrays(model.get("data"));
  const size = SIDE * SIDE;
  const digits = Array.from(
    { length: arrays.digits.length / size },
    (_, digit) =>
      Float32Array.from(arrays.digits.subarray(digit * size, (digit + 1) * size), (n) => n / 255),
  );
  const given = [...digits, ...DRAWINGS.map(drawn)];
  const noise = noiseOf(state.ranges.sample.most);
  const classes = [...arrays.classes];
  const points = classes.map((_, k) => [...arrays.points.subarray(2 * k, 2 * k + 2)]);
  const average = model.get("average");

  const [sheetCanvas, inputCanvas, outputCanvas] = ["sheet", "input", "output"].map(makeCanvas);
  inputCanvas.setAttribute("aria-label", "The binary image x that the encoder gets.");
  outputCanvas.setAttribute("aria-label", "The reconstruction rho, decoded from the sample z.");
  const sheet = createSheet({ state, own: OWN, canvas: sheetCanvas });
  const plane = createLatentPlane({ limit: model.get("limit"), points, classes });
  const closeUp = createCloseUp({ state, noise });
  const table = createTable(
    ["nats", "this image", ...(average.length ? ["test images"] : [])],
    ["reconstruction", "KL", "loss"],
  );
  const presets = createPresets(state, digits.length);

  /** All that follows from the numbers and the ink; null where there is no ink. */
  const look = ({ preset, right, up, sample }) => {
    const fitted = preset === OWN ? fitAsMnist(sheet.ink(), SHEET) : given[preset];
    return fitted && encodeAndDecode(vae, binary(shifted(fitted, right, up)), noise[sample]);
  };
  let seen = null;
  let colours = null; // of the page, once the figure is there
  const paint = () => {
    if (colours === null) return;
    const { preset } = state.current();
    const [image, side] = preset === OWN ? [sheet.ink(), SHEET] : [given[preset], SIDE];
    sheetCanvas.classList.toggle("vae-coarse", side === SIDE);
    paintImages(sheetCanvas, image, { shape: [side, side], columns: 1, colours });
    const options = { shape: [SIDE, SIDE], columns: 1, colours };
    const blank = new Float32Array(SIDE * SIDE);
    paintImages(inputCanvas, seen ? seen.x : blank, options);
    paintImages(outputCanvas, seen ? seen.rho : blank, options);
  };
  const { reset } = state;
  state.reset = () => {
    sheet.clear();
    reset();
    state.changed();
  };

  const pictures = element(
    "div",
    { class: "vae-stack vae-encode-pictures" },
    picture(inputCanvas, "input ", italic("x")),
    picture(outputCanvas, "decoded \u03c1"),
  );
  const sheetAndPictures = element("div", { class: "vae-encode-top" }, sheet.block, pictures);
  const top = element("div", { class: "vae-stack" }, sheetAndPictures, presets.block);
  const planes = element(
    "div",
    { class: "vae-wide vae-encode-planes" },
    plane.block,
    closeUp.block,
  );
  return {
    sliders: {
      right: { label: ["shift right"], step: 1, format: signed },
      up: { label: ["shift up"], step: 1, format: signed },
      sample: { label: ["sample"], step: 1, format: (n) => (n === 0 ? "mean" : String(n)) },
    },
    controls: [table.block],
    blocks: [top, planes],
    update: (numbers) => {
      seen = look(numbers);
      paint();
      plane.show(seen);
      closeUp.show(seen, numbers.sample);
      table.show(rows(seen, average));
      presets.show(numbers.preset);
      sheet.hint(seen === null);
      sheet.say(numbers.right, `${nameOf(numbers.preset)}${shiftOf(numbers)}`);
    },
    paint: () => {
      colours = inkColours(inputCanvas);
      paint();
    },
    describe: (numbers) => {
      const now = look(numbers);
      const text = describe(numbers, now, { points, classes, limit: model.get("limit") });
      plane.tell(text);
      return text;
    },
    hooks: {
      look: (numbers) => look({ ...state.current(), ...numbers }),
      fit: fitAsMnist,
      noise: () => noise,
      ink: sheet.ink,
      posterior: (x) => vae.posterior(Float32Array.from(x)),
      backend: vae.backend,
    },
  };
}

/** From an image to q, from its sample to the loss; all in nats. */
function encodeAndDecode(vae, x, epsilon) {
  const { mean, logvar } = vae.posterior(x);
  const sd = logvar.map((value) => Math.exp(value / 2));
  const z = mean.map((m, k) => m + sd[k] * epsilon[k]); // equation 22
  const logits = vae.logits(z);
  const reconstruction = reconstructionLoss(x, logits);
  const kl = klToPrior(mean, logvar);
  return { x, mean, logvar, sd, z, rho: logits.map(sigmoid), reconstruction, kl };
}

/** The noise of each sample; sample 0 has none, which makes it the mean. */
function noiseOf(count) {
  const values = normals(SEED, 2 * count);
  const pairs = Array.from({ length: count }, (_, k) => [values[2 * k], values[2 * k + 1]]);
  return [[0, 0], ...pairs];
}

/** A button for each given image. */
function createPresets(state, count) {
  const names = [...Array(count).keys()].map(String);
  const buttons = [...names, ...DRAWINGS.map(({ name }) => name)].map((text, preset) => {
    const node = button(text, () => state.jumpTo({ preset }));
    node.setAttribute("aria-label", text.length > 1 ? text : nameOf(preset));
    return node;
  });
  const group = { class: "vae-buttons vae-presets", role: "group", "aria-label": "Given images" };
  const note = element("div", { class: "vae-name" }, "Or take a test digit, or what is none:");
  const show = (preset) => {
    buttons.forEach((node, k) => node.setAttribute("aria-pressed", String(k === preset)));
  };
  return { block: element("div", {}, note, element("div", group, ...buttons)), show };
}

function makeCanvas(name) {
  const seen = name === "sheet" ? { "aria-hidden": "true" } : { role: "img" };
  const canvas = element("canvas", { class: `vae-picture vae-picture-${name}`, ...seen });
  painter(canvas); // or an error before anything is drawn
  return canvas;
}

function picture(canvas, ...name) {
  return element("div", {}, canvas, element("div", { class: "vae-picture-name" }, ...name));
}

function drawn({ sheet }) {
  return fitAsMnist(sheet(), SHEET);
}

function rows(seen, average) {
  const values = seen ? [seen.reconstruction, seen.kl] : [NaN, NaN];
  const columns = [values, ...(average.length ? [average] : [])];
  const withLoss = columns.map(([reconstruction, kl]) => [reconstruction, kl, reconstruction + kl]);
  const text = (value) => (Number.isNaN(value) ? "\u2013" : formatNumber(value));
  return [0, 1, 2].map((row) => withLoss.map((column) => text(column[row])));
}

function describe(numbers, seen, { points, classes, limit }) {
  if (seen === null) return "The sheet is empty. Draw a digit on it, or choose a given image.";
  const { mean, sd, z, reconstruction, kl } = seen;
  const pair = (values) => `(${values.map(formatNumber).join(", ")})`;
  const which = numbers.sample === 0 ? "At the mean," : `Sample ${numbers.sample}:`;
  const sentences = [
    `${capital(nameOf(numbers.preset))}${shiftOf(numbers)}.`,
    `m = ${pair(mean)}, s = ${pair(sd)}. ${which} z = ${pair(z)}.`,
    `Reconstruction ${formatNumber(reconstruction)} nats, KL ${formatNumber(kl)} nats, together ` +
    `${formatNumber(reconstruction + kl)}.`,
  ];
  if (classes.length) sentences.push(`The test image nearest to m is ${nearest(mean)}.`);
  if (mean.some((value) => Math.abs(value) > limit)) {
    sentences.push("q lies beyond the edge of the plane.");
  }
  return sentences.join(" ");

  function nearest([x, y]) {
    const distances = points.map((point) => Math.hypot(point[0] - x, point[1] - y));
    const digit = classes[distances.indexOf(Math.min(...distances))];
    return `${digit === 8 ? "an" : "a"} ${digit}`;
  }
}

function nameOf(preset) {
  if (preset === OWN) return "your drawing";
  return preset < 10 ? `test digit ${preset}` : `the ${DRAWINGS[preset - 10].name.toLowerCase()}`;
}

function shiftOf({ right, up }) {
  const parts = [];
  if (right) parts.push(`${Math.abs(right)} ${right > 0 ? "right" : "left"}`);
  if (up) parts.push(`${Math.abs(up)} ${up > 0 ? "up" : "down"}`);
  return parts.length ? `, shifted ${parts.join(" and ")}` : "";
}

const signed = (value) => String(value).replace("-", "\u2212");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const italic = (text) => element("i", {}, text);
