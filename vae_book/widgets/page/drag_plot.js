/** A plot with a handle: what is drawn, how it is called, and which numbers the handle moves. */
import { div, element, formatNumber, svgElement, uniqueId } from "./base.js";
import { makeControl } from "./drag.js";
import { centre, createPlot, legend, moveUpright, set, uprightLine } from "./plot.js";
import { clamp, rounded } from "./scale.js";

/**
 * Makes the plot.
 *
 * An axis says which number of the state its direction `moves`. Where none is moved upwards, the
 * plot is dragged to the sides only, and keys that point up go on as well.
 * @param {DragPlot} options
 * @returns {{block: HTMLElement, frame: HTMLElement, plot: HTMLElement,
 *   moveHandle: function(number, number, string=): void}} `moveHandle` gets a value of each axis,
 *   and what is read out if that is not the numbers that are moved.
 */
export function createDragPlot(options) {
  const { state, x, y, names, title, caption, captionId = uniqueId("vae-caption") } = options;
  const { wide = false, handle = true, level = false, flat = !y.moves } = options;
  const circle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  const line = uprightLine("vae-level");
  const marks = [...(level ? [line] : []), ...(options.marks ?? []), ...(handle ? [circle] : [])];
  const { frame, plot } = createPlot({ ...options, marks });
  const axes = [x, y].filter(({ moves }) => moves);
  const move = (value) =>
    state.moveTo(Object.fromEntries(axes.map((axis, k) => [axis.moves, rounded(value(axis, k))])));
  const onPoint = (...shares) => move(({ scale }, k) => scale.value(shares[k]));
  const onStep = (right, up) => {
    const [now, steps] = [state.current(), flat ? [right + up] : [right, up]];
    move(({ moves, step = options.step }, k) => now[moves] + step * steps[k]);
  };
  const { least, most } = state.ranges[x.moves] ?? {};
  const ends = [least, most];
  const { onEnd } = state;
  const say = makeControl(plot, { ends, onPoint, onStep, onEnd, ...options, captionId, flat });
  const spoken = () => {
    const now = state.current();
    return axes.map(({ moves }) => `${moves} ${formatNumber(now[moves])}`).join(", ");
  };
  const moveHandle = (across, upright, text = spoken()) => {
    const inside = clamp(upright, y.scale.value(0), y.scale.value(1));
    set(circle, centre(x.scale, y.scale, across, inside));
    moveUpright(line, x.scale.share(across));
    say(across, text);
  };
  const note = { class: "vae-caption", id: captionId };
  const block = element("div", { class: wide ? "vae-plane vae-wide" : "vae-plane" });
  if (names) block.append(legend(names));
  if (title) block.append(div("vae-name", title));
  block.append(frame);
  if (caption) block.append(element("div", note, ...[caption].flat()));
  return { block, frame, plot, moveHandle };
}
