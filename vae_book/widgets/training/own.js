/** The reader's own digit, given to the model that was just trained. */
import { div, element } from "../page/base.js";
import { createDrawing, OWN } from "../page/drawing.js";
import { binary } from "../page/ink.js";
import { clamp } from "../page/scale.js";
import { BERNOULLI } from "./loss.js";
import { number } from "./words.js";

const REACH = 8; // pixels of a shift

/**
 * @param {object} options
 * @param {function(Float32Array): void} options.ask - Sends an image to the model.
 * @param {function(): object} options.setting
 * @param {Float32Array[]} options.digits - One validation digit of each class.
 * @returns {{block: HTMLElement, show: function(object): void, again: function(): void,
 *   paint: function(): void}}
 *   `show` gets the model's reply; `again` asks anew, when the model is another one.
 */
export function createOwn({ ask, setting, digits }) {
  let now = { preset: OWN, right: 0, up: 0 };
  let input = null;
  const text = element("p", { class: "vae-training-reply", role: "status" });
  const moveTo = (values) => {
    const { preset, right, up } = { ...now, ...values };
    now = { preset, right: clamp(right, -REACH, REACH), up: clamp(up, -REACH, REACH) };
  };
  const again = () => {
    const image = drawing.image(now);
    input = image && setting().likelihood === BERNOULLI ? binary(image) : image;
    if (input) ask(input);
    else show(null);
  };
  const show = (reply) => {
    drawing.show(now, input, reply && reply.decoded);
    text.textContent = reply ? describe(reply) : "Draw a digit, or take one that is given.";
  };
  const drawing = createDrawing({
    state: {
      ranges: { right: { least: -REACH, most: REACH } },
      current: () => now,
      moveTo,
      changed: again,
      onEnd: again,
      jumpTo: (values) => {
        moveTo(values);
        again();
      },
    },
    digits,
    kind: "validation digit",
    names: [["input x"], ["decoded at m"]],
    spoken: ["The image x that the encoder gets.", "What the model decodes from its code."],
  });
  const side = div("vae-stack", drawing.pictures, text);
  const block = div("vae-training-own", drawing.sheet, side, drawing.presets);
  return { block, show, again, paint: drawing.paint };
}

function describe({ mean, sd, kl, reconstruction }) {
  const list = (values) => [...values].slice(0, 4).map((value) => number(value, 2)).join(", ");
  const more = mean.length > 4 ? ", \u2026" : "";
  return `m = (${list(mean)}${more}), s = (${list(sd)}${more}). Reconstruction at m ` +
    `${number(reconstruction)} nats, KL ${number(kl)} nats.`;
}
