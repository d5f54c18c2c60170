/** An image that the reader draws or takes, beside what a model gets of it and makes of it. */
import { button, createPicture, div, element, inkColours, paintImages } from "./base.js";
import { fitAsMnist, SHEET, shifted, SIDE } from "./ink.js";
import { DRAWINGS } from "./presets.js";
import { createSheet } from "./sheet.js";

export const OWN = -1; // the preset that stands for the reader's drawing

/**
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the numbers `preset`, `right` and `up`.
 * @param {Float32Array[]} options.digits - One of each class, from 0; drawings follow them.
 * @param {string} options.kind - What the digits are, for example "test digit".
 * @param {(string|Node)[][]} options.names - Of the two pictures: the input and its decoding.
 * @param {string[]} options.spoken - What a screen reader says of them.
 * @returns {object} The blocks `sheet`, `pictures` and `presets`; `image(numbers)`, null where
 *   there is no ink; `show(numbers, input, decoded)`, `paint()` for new colours, `nameOf(preset)`,
 *   `ink()` and `clear()`.
 */
export function createDrawing({ state, digits, kind, names, spoken }) {
  const given = [...digits, ...DRAWINGS.map(({ sheet }) => fitAsMnist(sheet(), SHEET))];
  const drawn = element("canvas", {
    class: "vae-picture vae-picture-sheet",
    "aria-hidden": "true",
  });
  const results = ["input", "output"].map((name, k) =>
    createPicture(`vae-picture-${name}`, spoken[k])
  );
  const sheet = createSheet({ state, own: OWN, canvas: drawn });
  const nameOf = (preset) => {
    if (preset === OWN) return "your drawing";
    if (preset < digits.length) return `${kind} ${preset}`;
    return `the ${DRAWINGS[preset - digits.length].name.toLowerCase()}`;
  };
  const buttons = given.map((_, preset) => {
    const text = preset < digits.length ? String(preset) : DRAWINGS[preset - digits.length].name;
    const node = button(text, () => state.jumpTo({ preset }));
    node.setAttribute("aria-label", preset < digits.length ? nameOf(preset) : text);
    return node;
  });
  const group = { class: "vae-buttons vae-presets", role: "group", "aria-label": "Given images" };
  const note = div("vae-name", `Or take a ${kind}, or what is none:`);
  const pictures = results.map((canvas, k) =>
    element("div", {}, canvas, div("vae-picture-name", ...names[k]))
  );

  const image = ({ preset, right, up }) => {
    const fitted = preset === OWN ? fitAsMnist(sheet.ink(), SHEET) : given[preset];
    return fitted && shifted(fitted, right, up);
  };
  let colours = null; // of the page, once the figure is there
  let chosen = OWN;
  let images = [];
  const repaint = () => {
    if (colours === null) return;
    const [ink, side] = chosen === OWN ? [sheet.ink(), SHEET] : [given[chosen], SIDE];
    drawn.classList.toggle("vae-coarse", side === SIDE);
    paintImages(drawn, ink, { shape: [side, side], columns: 1, colours });
    const blank = new Float32Array(SIDE * SIDE);
    const options = { shape: [SIDE, SIDE], columns: 1, colours };
    results.forEach((canvas, k) => paintImages(canvas, images[k] ?? blank, options));
  };
  const show = (numbers, input, decoded) => {
    const { preset, right } = numbers;
    [chosen, images] = [preset, [input, decoded]];
    repaint();
    sheet.hint(input === null);
    sheet.say(right, `${nameOf(preset)}${shiftOf(numbers)}`);
    buttons.forEach((node, k) => node.setAttribute("aria-pressed", String(k === preset)));
  };
  const paint = () => {
    colours = inkColours(results[0]);
    repaint();
  };
  return {
    sheet: sheet.block,
    pictures: div("vae-drawing-pictures", ...pictures),
    presets: element("div", {}, note, element("div", group, ...buttons)),
    image,
    show,
    paint,
    nameOf,
    ink: sheet.ink,
    clear: sheet.clear,
  };
}

/** A shift in words, from its comma on; nothing for none. */
export function shiftOf({ right, up }) {
  const parts = [];
  if (right) parts.push(`${Math.abs(right)} ${right > 0 ? "right" : "left"}`);
  if (up) parts.push(`${Math.abs(up)} ${up > 0 ? "up" : "down"}`);
  return parts.length ? `, shifted ${parts.join(" and ")}` : "";
}
