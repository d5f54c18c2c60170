/** Turns the checker's MathML, a string, into elements: known ones only, copied one by one. */
import { div } from "../page/base.js";

const NAMESPACE = "http://www.w3.org/1998/Math/MathML";
const ELEMENTS = new Set(
  "math mrow mi mo mn mtext mfrac msup msub msqrt munder".split(" "),
);

/**
 * @param {string} source - One `<math>` element.
 * @returns {Element}
 * @throws {Error} If there is anything else in it.
 */
export function mathElement(source) {
  const parsed = new DOMParser().parseFromString(source, "application/xml").documentElement;
  if (parsed.localName !== "math") throw new Error("This is no MathML.");
  const math = copy(parsed);
  math.setAttribute("display", "block");
  return math;
}

/** Copies names and text, and no attribute. */
function copy(node) {
  if (!ELEMENTS.has(node.localName)) throw new Error(`<${node.localName}> is no MathML of ours.`);
  const made = document.createElementNS(NAMESPACE, node.localName);
  for (const child of node.childNodes) {
    made.append(child.nodeType === Node.TEXT_NODE ? child.data : copy(child));
  }
  return made;
}

/**
 * A box in which a wide formula scrolls. While it does, the keyboard reaches it.
 * @param {Element} math
 * @returns {HTMLElement}
 */
export function formulaBox(math) {
  const box = div("vae-formula", math);
  new ResizeObserver(() => markScrollable(box)).observe(box);
  return box;
}

function markScrollable(box) {
  const marks = { tabindex: "0", role: "group", "aria-label": "Formula, scrolls sideways" };
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  for (const [name, value] of Object.entries(marks)) {
    if (scrolls) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
}
