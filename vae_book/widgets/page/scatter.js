/** A piece of the latent plane on which many images lie, each drawn as the digit that it shows. */
import { div, element, indexedName, painter, uniqueId } from "./base.js";
import { priorCircle } from "./latents.js";
import { createPlot } from "./plot.js";
import { linear, symmetricTicks } from "./scale.js";

const DIGIT_SIZE = 11; // pixels of the page

/**
 * Makes the plot.
 * @param {object} options
 * @param {number} options.limit - Both axes run from -limit to limit.
 * @param {ArrayLike<number>} options.classes - A digit from 0 to 9 for each point.
 * @param {string} options.name - Said of the picture by screen readers.
 * @param {string|Node} options.caption
 * @param {Label[]} [options.names] - Of the axes.
 * @param {SVGElement[]} [options.marks] - More of them, in front.
 * @returns {{block: HTMLElement, show: function(ArrayLike<number>, number): void, paint: function(): void}}
 *   `show` gets the coordinates, two for each point, and the number by which they are multiplied;
 *   `paint` takes the colours from the page.
 */
export function createScatter({ limit, classes, name, caption, names, marks = [] }) {
  const [across, upright] = names ?? [indexedName("z", 1), indexedName("z", 2)];
  const canvas = element("canvas", { role: "img", "aria-label": name, class: "vae-scatter" });
  const context = painter(canvas);
  const captionId = uniqueId("vae-caption");
  const scale = linear(-limit, limit);
  const ticks = symmetricTicks(limit);
  const { frame } = createPlot({
    x: { scale, ticks, name: across },
    y: { scale, ticks, name: upright },
    backdrop: [canvas],
    marks: [...[1, 2].map((radius) => priorCircle(radius, limit)), ...marks],
  });
  canvas.setAttribute("aria-describedby", captionId);
  let colours = null;
  let shown = null;

  const draw = () => {
    const ratio = devicePixelRatio;
    const side = Math.round(canvas.clientWidth * ratio);
    if (canvas.width !== side) canvas.width = canvas.height = side;
    context.clearRect(0, 0, side, side);
    context.font = `${DIGIT_SIZE * ratio}px sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const [places, factor] = shown;
    for (let digit = 0; digit < 10; digit++) {
      context.fillStyle = colours[digit];
      for (let n = 0; n < classes.length; n++) {
        if (classes[n] !== digit) continue;
        const across = scale.share(factor * places[2 * n]);
        const up = scale.share(factor * places[2 * n + 1]);
        context.fillText(digit, side * across, side * (1 - up));
      }
    }
  };
  const show = (places, factor) => {
    shown = [places, factor];
    if (colours) draw();
  };
  const paint = () => {
    const style = getComputedStyle(canvas);
    colours = Array.from({ length: 10 }, (_, k) => style.getPropertyValue(`--vae-digit-${k}`));
    draw();
  };
  new ResizeObserver(() => colours && canvas.isConnected && draw()).observe(canvas);
  const text = element("div", { class: "vae-caption", id: captionId }, caption);
  return { block: div("vae-plane", frame, text), show, paint };
}
