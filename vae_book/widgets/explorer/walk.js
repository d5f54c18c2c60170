/** A walk on a straight line between the codes of two test images, with the images on its way. */
import { button, element, FOCUSABLE, labelledSlider, paintImages, uniqueId } from "../page/base.js";
import { followPointer } from "../page/drag.js";
import { createPlayer } from "../page/player.js";
import { clamp } from "../page/scale.js";

const IMAGES = 11; // on the strip
const SLIDER_STEP = 0.01;

/**
 * Makes the walk.
 * @param {object} options
 * @param {object} options.model
 * @param {object} options.state - Of latent_state.js.
 * @param {number[]} options.classes - The digit of each test image.
 * @param {function(Float32Array): Float32Array} options.decode
 * @param {number[]} options.shape
 * @param {function(): Uint32Array} options.colours
 * @param {AbortSignal} options.signal
 * @returns {{block: HTMLElement, show: function(): void, repaint: function(): void, stop: function(): void}}
 */
export function createWalk({ model, state, classes, decode, shape, colours, signal }) {
  const titleId = uniqueId("vae-walk");
  const t = () => model.get("t");
  const player = createPlayer({
    seconds: 6,
    steps: IMAGES - 1,
    current: t,
    moveTo: state.walkTo,
    onEnd: state.onEnd,
    signal,
  });
  const chosen = classes.map((_, index) => index).filter(state.canBeEnd);
  const choosers = ["From", "To"].map((name, which) =>
    createChooser({
      name,
      classes,
      chosen,
      current: () => model.get("ends")[which],
      onChoose: (index) => {
        player.stop();
        model.set("ends", model.get("ends").map((end, k) => (k === which ? index : end)));
        state.walkTo(t());
        state.onEnd();
      },
    })
  );
  const scrubber = labelledSlider({
    label: [element("i", {}, "t")],
    least: 0,
    most: 1,
    step: SLIDER_STEP,
    onInput: state.walkTo,
    onChange: state.onEnd,
  });

  const canvas = element("canvas", { class: "vae-picture", role: "img" });
  const mark = element("div", { class: "vae-strip-mark" });
  const strip = element("div", { class: "vae-strip" }, canvas, mark);
  followPointer(strip, {
    onMove: (event) => {
      const box = strip.getBoundingClientRect();
      const frame = (IMAGES * (event.clientX - box.left)) / box.width - 0.5;
      state.walkTo(clamp(Math.round((100 * frame) / (IMAGES - 1)) / 100, 0, 1));
    },
    onEnd: state.onEnd,
  });
  const block = element(
    "div",
    { class: "vae-walk", role: "group", "aria-labelledby": titleId },
    element("div", { class: "vae-walk-title", id: titleId }, "A walk between two test images"),
    element("div", { class: "vae-walk-ends" }, ...choosers.map((chooser) => chooser.block)),
    strip,
    element("div", { class: "vae-walk-controls" }, player.node, scrubber.row),
    element("div", { class: "vae-walk-caption" }, ...caption()),
  );

  let images = null;
  let drawn = "";
  const repaint = () => {
    if (images) paintImages(canvas, images, { shape, columns: IMAGES, colours: colours() });
  };
  const redraw = (ends) => {
    const shares = Array.from({ length: IMAGES }, (_, k) => k / (IMAGES - 1));
    const path = shares.flatMap((share) => state.pointOfWalk(ends, share));
    images = decode(Float32Array.from(path));
    repaint();
    const [from, to] = ends.map((end) => classes[end]);
    canvas.setAttribute("aria-label", `${IMAGES} images decoded on the way from ${from} to ${to}`);
    for (const chooser of choosers) chooser.show();
  };
  const show = () => {
    const ends = model.get("ends");
    if (String(ends) !== drawn) redraw(ends);
    drawn = String(ends);
    scrubber.show(t());
    mark.style.left = `${(100 * (t() * (IMAGES - 1))) / IMAGES}%`;
    block.classList.toggle("vae-walk-left", !state.isOnWalk());
  };
  return { block, show, repaint, stop: player.stop };
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
  const options = digits.map((digit) => element("option", { value: digit }, `a ${digit}`));
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
  const block = element("div", { class: "vae-end" }, element("label", { for: id }, name), select);
  block.append(another);
  return { block, show };
}
