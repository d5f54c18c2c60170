/**
 * A figure's setting in the page's address, so that it can be linked to: `#bound:m=1,s=0.5`.
 *
 * A second figure of a kind on a page is called `bound-2`; settings of several figures are joined
 * by `&`. JupyterLab has an address of its own, and keeps the setting in the kernel: there a
 * figure leaves the address alone.
 */
import { button, debounce } from "./base.js";
import { fits } from "./scale.js";

const DELAY_MS = 300; // browsers refuse an address that changes with each step of a move
const HELD_MS = 10000; // what stands above has its size by then: figures, answer boxes, fonts
const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/i;
const COUNTS = Symbol.for("vae_book.figures"); // shared by the scripts of all figures of a page

/**
 * Takes the setting from the address, now and whenever it changes.
 * @param {object} options
 * @param {HTMLElement} options.root
 * @param {string} options.kind
 * @param {Object<string, {least: number, most: number, whole: boolean}>} options.ranges
 * @param {function(): Object<string, number>} options.current
 * @param {function(Object<string, number>): string?} options.moveTo - May say why it does not.
 * @param {function(string): void} options.onProblem - Gets a sentence on a setting that is ignored.
 * @param {AbortSignal} options.signal
 * @returns {{write: function(): void, button: HTMLElement?}} `write`, called after a move, puts the
 *   setting into the address; the button copies that address.
 */
export function linkToAddress({ root, kind, ranges, current, moveTo, onProblem, signal }) {
  if (!["http:", "https:", "file:"].includes(location.protocol) || inJupyterLab()) {
    return { write() {}, button: null };
  }
  const key = claim(kind);
  const start = written(current());

  const take = () => {
    const setting = entries().find((entry) => entry.startsWith(`${key}:`));
    if (setting === undefined) return;
    const { values, problem } = parse(setting.slice(key.length + 1), ranges);
    const reason = problem ?? moveTo(values);
    if (reason) onProblem(reason);
    holdInView(root, signal);
  };
  take();
  addEventListener("hashchange", take, { signal });

  const address = (settings) => {
    const url = new URL(location.href);
    url.hash = settings.join("&");
    return url.href;
  };
  const write = debounce(() => {
    const setting = written(current());
    const others = entries().filter((entry) => entry.includes(":") && !entry.startsWith(`${key}:`));
    if (setting !== start) others.push(`${key}:${setting}`);
    const href = address(others);
    if (href !== location.href) history.replaceState(history.state, "", href);
  }, DELAY_MS);
  const copy = async () => {
    const href = address([`${key}:${written(current())}`]);
    try {
      await navigator.clipboard.writeText(href);
      onProblem("The link to this setting is copied.");
    } catch { // not allowed, or no clipboard
      onProblem(`The link to this setting: ${href}`);
    }
  };
  return { write, button: button("Copy link", copy) };
}

/** Scrolls to a figure, again whenever the page changes its height, until the reader acts. */
function holdInView(root, signal) {
  const observer = new ResizeObserver(() => {
    if (root.isConnected) root.scrollIntoView({ block: "start", behavior: "instant" });
  });
  const stop = () => observer.disconnect();
  for (const node of [root, document.body]) observer.observe(node);
  for (const act of ACTS) addEventListener(act, stop, { once: true, passive: true, signal });
  signal.addEventListener("abort", stop);
  setTimeout(stop, HELD_MS);
}

const inJupyterLab = () => document.body.hasAttribute("data-jp-theme-light");

const entries = () => location.hash.slice(1).split("&");

function claim(kind) {
  const counts = (globalThis[COUNTS] ??= {});
  counts[kind] = (counts[kind] || 0) + 1;
  return counts[kind] === 1 ? kind : `${kind}-${counts[kind]}`;
}

function written(values) {
  const texts = Object.entries(values).map(([name, value]) => `${name}=${+value.toFixed(4)}`);
  return texts.join(",");
}

/** The numbers of a setting, or a sentence that says why it has none. */
export function parse(setting, ranges) {
  /** @type {Object<string, number>} */
  const values = {};
  for (const part of setting.split(",")) {
    const [name, text = ""] = part.split("=");
    const range = Object.hasOwn(ranges, name) ? ranges[name] : null;
    if (range === null) return { problem: ignored(part, `its numbers are ${list(ranges)}`) };
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (!fits(value, range)) {
      const what = range.whole ? "a whole number" : "a number";
      const ends = `from ${range.least} to ${range.most}`;
      return { problem: ignored(part, `${name} is ${what} ${ends}`) };
    }
    values[name] = value;
  }
  return { values };
}

function ignored(part, reason) {
  const quoted = part.length > 20 ? `${part.slice(0, 20)}\u2026` : part;
  return (
    `The address asks this figure for \u201c${quoted}\u201d, but ${reason}. ` +
    "The figure shows its own setting."
  );
}

const list = (ranges) => Object.keys(ranges).join(" and ");
