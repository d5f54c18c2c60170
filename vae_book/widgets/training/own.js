/** The reader's own digit, given to the model that was just trained. */
import { button, element, inkColours, painter, paintImages } from "../page/base.js";
import { binary, fitAsMnist, SHEET, shifted, SIDE } from "../page/ink.js";
import { DRAWINGS } from "../page/presets.js";
import { createSheet } from "../page/sheet.js";
import { BERNOULLI } from "./loss.js";
import { number } from "./words.js";

const OWN = -1;
const REACH = 8; // pixels of a shift

/**
 * @param {object} options
 * @param {function(Float32Array): void} options.ask - Sends an image to the model.
 * @param {function(): object} options.setting
 * @param {Float32Array[]} options.given - One validation digit of each class.
 * @returns {{block: HTMLElement, show: function(object): void, again: function(): void, paint: function(): void}}
 *   `show` gets the model's reply; `again` asks anew, when the model is another one.
 */
export function createOwn({ ask, setting, given }) {
  const images = [...given, ...DRAWINGS.map(({ sheet }) => fitAsMnist(sheet(), SHEET))];
  let now = { preset: OWN, right: 0, up: 0 };
  let [input, reply, colours] = [null, null, null];
  const [canvas, seen, decoded] = ["sheet", "input", "output"].map((name) => {
    const spoken = name === "sheet" ? { "aria-hidden": "true" } : { role: "img" };
    const made = element("canvas", { class: `vae-picture vae-picture-${name}`, ...spoken });
    painter(made); // or an error before anything is drawn
    return made;
  });
  seen.setAttribute("aria-label", "The image x that the encoder gets.");
  decoded.setAttribute("aria-label", "What the model decodes from its code.");
  const text = element("p", { class: "vae-training-reply", role: "status" });

  const state = {
    ranges: { right: { least: -REACH, most: REACH } },
    current: () => now,
    moveTo: (values) => {
      now = { ...now, ...values };
      const within = (value) => Math.min(Math.max(value, -REACH), REACH);
      [now.right, now.up] = [within(now.right), within(now.up)];
    },
    changed: () => again(),
    onEnd: () => again(),
    jumpTo: (values) => state.moveTo(values),
  };
  const sheet = createSheet({ state, own: OWN, canvas });
  const again = () => {
    const ink = now.preset === OWN ? fitAsMnist(sheet.ink(), SHEET) : images[now.preset];
    sheet.hint(now.preset === OWN && ink === null);
    sheet.say(now.right, `shifted ${now.right} to the right and ${now.up} upwards`);
    const bits = setting().likelihood === BERNOULLI;
    const moved = ink && shifted(ink, now.right, now.up);
    input = moved && (bits ? binary(moved) : moved);
    buttons.forEach((node, k) => node.setAttribute("aria-pressed", String(k === now.preset)));
    if (input) ask(input);
    else show(null);
  };
  const show = (answer) => {
    reply = answer;
    paint(false);
    text.textContent = answer ? describe(answer) : "Draw a digit, or take one that is given.";
  };
  const paint = (theme = true) => {
    if (theme) colours = inkColours(seen);
    if (!colours) return;
    const [ink, side] = now.preset === OWN ? [sheet.ink(), SHEET] : [images[now.preset], SIDE];
    canvas.classList.toggle("vae-coarse", side === SIDE);
    paintImages(canvas, ink, { shape: [side, side], columns: 1, colours });
    const blank = new Float32Array(SIDE * SIDE);
    const options = { shape: [SIDE, SIDE], columns: 1, colours };
    paintImages(seen, input ?? blank, options);
    paintImages(decoded, reply?.decoded ?? blank, options);
  };
  const names = [...given.keys()].map(String).concat(DRAWINGS.map(({ name }) => name));
  const buttons = names.map((name, preset) => {
    const node = button(name, () => {
      state.moveTo({ preset, right: 0, up: 0 });
      again();
    });
    if (name.length === 1) node.setAttribute("aria-label", `validation digit ${name}`);
    return node;
  });
  const group = { class: "vae-buttons", role: "group", "aria-label": "Given images" };
  const picture = (canvas, name) =>
    element("div", {}, canvas, element("div", { class: "vae-picture-name" }, name));
  const pictures = element(
    "div",
    { class: "vae-training-own-pictures" },
    picture(seen, "input x"),
    picture(decoded, "decoded at m"),
  );
  const side = element("div", { class: "vae-stack" }, pictures, text);
  const block = element("div", {}, sheet.block, side, element("div", group, ...buttons));
  block.classList.add("vae-training-own");
  return { block, show, again, paint };
}

function describe({ mean, sd, kl, reconstruction }) {
  const list = (values) => [...values].slice(0, 4).map((value) => number(value, 2)).join(", ");
  const more = mean.length > 4 ? ", \u2026" : "";
  return `m = (${list(mean)}${more}), s = (${list(sd)}${more}). Reconstruction at m ` +
    `${number(reconstruction)} nats, KL ${number(kl)} nats.`;
}
