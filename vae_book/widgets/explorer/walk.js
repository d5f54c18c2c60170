/** A walk on a straight line between the codes of two test images, with the images on its way. */
import { button, createPicture, div, element, FOCUSABLE, uniqueId } from "../page/base.js";
import { followPointer } from "../page/drag.js";
import { aDigit } from "../page/latents.js";
import { createPlayer } from "../page/player.js";
import { clamp, rounded } from "../page/scale.js";
import { asNumbers } from "./latent_numbers.js";

const IMAGES = 11; // on the strip
const NEAR = 0.002; // along each latent variable; the reader is still on the walk

/**
 * Makes the walk.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the numbers z1, z2 ..., from, to and t.
 * @param {number[][]} options.codes - The encoded images.
 * @param {number[]} options.classes - The digit of each.
 * @param {function(Float32Array): Float32Array} options.decode
 * @param {function(HTMLCanvasElement, Float32Array, number): void} options.paint
 * @param {AbortSignal} options.signal
 * @returns {object} `arrange(row)`, its block with the row of the slider for t; `show()`, `repaint()`;
 *   `walkTo(t)`; `isOn()`, whether the reader has not left it; `canBeEnd(index)`, whether an image
 *   lies within the figure; `pointOf(ends, t)`, and the same as numbers, `at({ from, to, t })`.
 */
export function createWalk({ state, codes, classes, decode, paint, signal }) {
  const titleId = uniqueId("vae-walk");
  const { current } = state;
  /** A straight line between two latent vectors: (1 - t) a + t b. */
  const pointOf = ([from, to], t) =>
    codes[from].map((value, unit) => (1 - t) * value + t * codes[to][unit]);
  const at = ({ from, to, t }) => asNumbers(pointOf([from, to], t).map(rounded));
  const walkTo = (t) => state.moveTo({ t, ...at({ ...current(), t }) });
  const isOn = () => {
    const now = current();
    return Object.entries(at(now)).every(([name, value]) => Math.abs(now[name] - value) < NEAR);
  };
  const canBeEnd = (index) =>
    codes[index].every((value) => Math.abs(value) <= state.ranges.z1.most);
  const player = createPlayer({
    seconds: 6,
    steps: IMAGES - 1,
    current: () => current().t,
    isOn,
    moveTo: walkTo,
    onEnd: state.onEnd,
    signal,
  });
  const chosen = classes.map((_, index) => index).filter(canBeEnd);
  const choosers = ["from", "to"].map((end) =>
    createChooser({
      name: end === "from" ? "From" : "To",
      classes,
      chosen,
      current: () => current()[end],
      onChoose: (index) => {
        player.stop();
        state.moveTo({ [end]: index });
        walkTo(current().t);
        state.onEnd();
      },
    })
  );

  const canvas = createPicture("");
  const mark = div("vae-strip-mark");
  const strip = div("vae-strip", canvas, mark);
  followPointer(strip, {
    onMove: (event) => {
      const box = strip.getBoundingClientRect();
      const frame = (IMAGES * (event.clientX - box.left)) / box.width - 0.5;
      walkTo(clamp(Math.round((100 * frame) / (IMAGES - 1)) / 100, 0, 1));
    },
    onEnd: state.onEnd,
  });
  const controls = div("vae-walk-controls", player.node);
  const block = element(
    "div",
    { class: "vae-walk", role: "group", "aria-labelledby": titleId },
    element("div", { class: "vae-walk-title", id: titleId }, "A walk between two test images"),
    div("vae-walk-ends", ...choosers.map((chooser) => chooser.block)),
    strip,
    controls,
    div("vae-walk-caption", ...caption()),
  );

  let images = null;
  let drawn = "";
  const repaint = () => images && paint(canvas, images, IMAGES);
  const redraw = (ends) => {
    const shares = Array.from({ length: IMAGES }, (_, k) => k / (IMAGES - 1));
    images = decode(Float32Array.from(shares.flatMap((share) => pointOf(ends, share))));
    repaint();
    const [from, to] = ends.map((end) => classes[end]);
    canvas.setAttribute("aria-label", `${IMAGES} images decoded on the way from ${from} to ${to}`);
    for (const chooser of choosers) chooser.show();
  };
  const show = () => {
    const { from, to, t } = current();
    if (`${from} ${to}` !== drawn) redraw([from, to]);
    drawn = `${from} ${to}`;
    mark.style.left = `${(100 * (t * (IMAGES - 1))) / IMAGES}%`;
    block.classList.toggle("vae-walk-left", !isOn());
  };
  const arrange = (row) => {
    controls.append(row);
    return block;
  };
  return { arrange, show, repaint, walkTo, isOn, canBeEnd, pointOf, at };
}

function caption() {
  const line = "z = (1 \u2212 t) a + t b".split(/([ztab])/);
  return [
    ...line.map((part, k) => (k % 2 ? element("i", {}, part) : part)),
    ": a straight line in all latent variables, from one image\u2019s posterior mean to the " +
    "other\u2019s. Drag along the strip, or move t.",
  ];
}

/** Chooses a digit, and with the button another image of the same digit. */
function createChooser({ name, classes, chosen, current, onChoose }) {
  const id = uniqueId("vae-end");
  const digits = [...new Set(chosen.map((index) => classes[index]))].sort();
  const options = digits.map((digit) => element("option", { value: digit }, aDigit(digit)));
  const select = element("select", { id, ...FOCUSABLE }, ...options);
  const ofDigit = (digit) => chosen.filter((index) => classes[index] === digit);
  select.addEventListener("change", () => onChoose(ofDigit(Number(select.value))[0]));
  const another = button("Another", () => {
    const same = ofDigit(classes[current()]);
    onChoose(same[(same.indexOf(current()) + 1) % same.length]);
  });
  const show = () => {
    select.value = classes[current()];
    another.setAttribute("aria-label", `Another ${classes[current()]}`);
  };
  const block = div("vae-end", element("label", { for: id }, name), select);
  block.append(another);
  return { block, show };
}
