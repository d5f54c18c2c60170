/** What every figure needs: elements, sliders, painting, the page's theme, errors in place. */

const SVG = "http://www.w3.org/2000/svg";
const THEME_ATTRIBUTES = ["data-theme", "data-jp-theme-light", "class", "style"];
let idsGiven = 0;

/**
 * Makes an HTML element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Object<string, string|number|boolean>} [attributes] - `false` leaves one out.
 * @param {...(Node|string)} children - Strings become text, never markup.
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/** A `div` of a class. */
export function div(name, ...children) {
  return element("div", { class: name }, ...children);
}

/** Like `element`, for SVG. */
export function svgElement(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** An id that no other figure of the page has. Each figure's script counts for itself. */
export function uniqueId(stem) {
  idsGiven += 1;
  return `${stem}-${idsGiven}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * Attributes of everything that takes the focus. JupyterLab's command mode would otherwise take
 * the arrow keys; it looks at the focused element only, so each one carries the mark itself.
 */
export const FOCUSABLE = { "data-lm-suppress-shortcuts": "true" };

/** A number to two decimals, with a true minus sign and no negative zero; or infinity. */
export function formatNumber(value) {
  const text = Number.isFinite(value) ? Math.abs(value).toFixed(2) : "\u221e";
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/** A variable's name. */
export const italic = (text) => element("i", {}, text);

export const raised = (text) => element("sup", {}, text);

/** The nodes of a variable's name with its index as a subscript, for example z1. */
export function indexedName(letter, index) {
  return [italic(letter), element("sub", {}, String(index))];
}

/**
 * A native slider with a visible label and value: keyboard, touch and screen readers for nothing.
 * @param {object} options
 * @param {(Node|string)[]} options.label
 * @param {number} [options.least] - The ends; with `scale` its own.
 * @param {number} [options.most]
 * @param {number} options.step
 * @param {{share: function(number): number, value: function(number): number}} [options.scale] -
 *   Of scale.js: then the slider moves along this axis, and `step` is a share of its length.
 * @param {function(number): string} [options.format]
 * @param {function(number): void} options.onInput - During a move.
 * @param {function(): void} [options.onChange] - At the end of a move.
 * @returns {{row: HTMLElement, show: function(number): void}}
 */
export function labelledSlider(options) {
  const { label, least, most, step, scale, format = formatNumber, onInput, onChange } = options;
  const id = uniqueId("vae-slider");
  const [min, max] = scale ? [0, 1] : [least, most];
  const input = element("input", { id, type: "range", min, max, step, ...FOCUSABLE });
  // An output speaks by itself; the slider already says its value, so this one keeps silent.
  const output = element("output", { for: id, "aria-live": "off" });
  const chosen = () => (scale ? scale.value(Number(input.value)) : Number(input.value));
  input.addEventListener("input", () => onInput(chosen()));
  input.addEventListener("change", onChange);
  const row = div("vae-slider");
  row.append(element("label", { for: id }, ...label), input, output);
  const show = (value) => {
    // A value between two steps would make the slider jump under the reader's finger.
    if (chosen() !== value) input.value = scale ? scale.share(value) : value;
    input.setAttribute("aria-valuetext", format(value));
    output.textContent = format(value);
  };
  return { row, show };
}

/** A push button. */
export function button(text, onClick) {
  const node = element("button", { type: "button", ...FOCUSABLE }, text);
  node.addEventListener("click", onClick);
  return node;
}

/** Hands a file to the reader. */
export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Runs `task` once in the next animation frame, however often it is asked for.
 * @returns {function(): void}
 */
export function oncePerFrame(task) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      task();
    });
  };
}

/** Runs `task` when `delay` milliseconds have passed since it was last asked for. */
export function debounce(task, delay) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, delay);
  };
}

/** Runs `task` as soon as the node has a place on the page; JupyterLab gives it one later. */
export function whenShown(node, task) {
  const observer = new ResizeObserver(() => {
    if (!node.isConnected) return;
    observer.disconnect();
    task();
  });
  observer.observe(node);
}

/** Calls back after every change of theme: the book's, JupyterLab's or the system's. */
export function onThemeChange(callback, signal) {
  const observer = new MutationObserver(callback);
  for (const node of [document.documentElement, document.body]) {
    observer.observe(node, { attributes: true, attributeFilter: THEME_ATTRIBUTES });
  }
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", callback, { signal });
  }
  signal.addEventListener("abort", () => observer.disconnect());
}

/**
 * 256 colours from the element's background (0, paper) to its text colour (1, ink), as the
 * 32-bit numbers that image data holds.
 * @param {Element} node
 * @returns {Uint32Array}
 */
export function inkColours(node) {
  const style = getComputedStyle(node);
  const ink = rgb(style.color);
  const paper = rgb(style.backgroundColor);
  const colours = new Uint8ClampedArray(4 * 256);
  for (let level = 0; level < 256; level++) {
    for (let k = 0; k < 3; k++) {
      colours[4 * level + k] = paper[k] + (level / 255) * (ink[k] - paper[k]);
    }
    colours[4 * level + 3] = 255;
  }
  return new Uint32Array(colours.buffer);
}

const rgb = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);

/** What paints on a canvas; an error where a browser has none. */
export function painter(canvas) {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives no canvas to paint on.");
  return context;
}

/** A canvas that is a picture, which says `spoken`; an error where it cannot be painted. */
export function createPicture(name, spoken = "") {
  const canvas = element("canvas", { class: `vae-picture ${name}`, role: "img" });
  canvas.setAttribute("aria-label", spoken);
  painter(canvas);
  return canvas;
}

/**
 * Paints images side by side, in rows of `columns`. Values beyond [0, 1] are clipped here only.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} images - One after the other, row-major.
 * @param {{shape: number[], columns: number, colours: Uint32Array}} options
 */
export function paintImages(canvas, images, { shape, columns, colours }) {
  const [height, width] = shape;
  const count = images.length / (height * width);
  resize(canvas, columns * width, Math.ceil(count / columns) * height);
  const context = painter(canvas);
  const data = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(data.data.buffer);
  let from = 0;
  for (let n = 0; n < count; n++) {
    const corner = Math.floor(n / columns) * height * canvas.width + (n % columns) * width;
    for (let y = 0; y < height; y++) {
      let to = corner + y * canvas.width;
      for (let x = 0; x < width; x++) {
        const level = Math.min(Math.max(images[from++], 0), 1);
        pixels[to++] = colours[(255 * level + 0.5) | 0]; // the nearest of 256 levels
      }
    }
  }
  context.putImageData(data, 0, 0);
}

/** Setting a canvas's size clears it and costs time, so only when it changes. */
function resize(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/**
 * Draws a figure, or says in its place why it cannot be drawn; the rest of the page is not touched.
 * @param {HTMLElement} container
 * @param {function(): void} draw - May be asynchronous.
 */
export async function drawOrSay(container, draw) {
  try {
    await draw();
  } catch (error) {
    const message = `This figure cannot be drawn. ${error.message}`;
    container.replaceChildren(element("p", { class: "vae-error", role: "alert" }, message));
  }
}

/**
 * A line for what the reader should know about a figure that works, for example that a setting was
 * ignored.
 * @returns {{line: HTMLElement, say: function(string): void}} `say("")` takes it away.
 */
export function createNotice() {
  const line = element("p", { class: "vae-notice", role: "alert", hidden: true });
  const say = (sentence) => {
    line.textContent = sentence;
    line.hidden = sentence === "";
  };
  return { line, say };
}
