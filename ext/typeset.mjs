// Sets the formulas of a page with MathJax while the book is built; typeset.py starts it with Deno.
// In: {"formulas": [[tex, display], ...], "fonts": address}; out: {"html": [...], "css": "..."}.
const VENDOR = new URL("vendor/mathjax/", import.meta.url);
const PACKAGES = ["ams", "boldsymbol", "newcommand"];
const SCRIPTS = [
  "core",
  "adaptors/liteDOM",
  "input/tex-base",
  ...PACKAGES.map((name) => `input/tex/extensions/${name}`),
  "output/chtml",
  "output/chtml/fonts/tex",
  "a11y/assistive-mml",
];

globalThis.MathJax = { loader: { load: [] } };
for (const name of SCRIPTS) {
  (0, eval)(Deno.readTextFileSync(new URL(`${name}.js`, VENDOR)));
  // The fonts ask MathJax's loader where they are, which is not needed otherwise.
  globalThis.MathJax._.components.package ??= { Package: { resolvePath: (path) => path } };
}
const { a11y, adaptors, handlers, input, mathjax, output } = globalThis.MathJax._;
const { formulas, fonts } = JSON.parse(await new Response(Deno.stdin.readable).text());

const adaptor = adaptors.liteAdaptor.liteAdaptor();
a11y["assistive-mml"].AssistiveMmlHandler(handlers.html_ts.RegisterHTMLHandler(adaptor));
const font = new output.chtml.fonts.tex_ts.TeXFont({ fontURL: fonts });
const page = mathjax.mathjax.document("", {
  InputJax: new input.tex_ts.TeX({ packages: ["base", ...PACKAGES] }),
  OutputJax: new output.chtml_ts.CHTML({ font, matchFontHeight: false }), // book.css has the size
});

/**
 * Lets a displayed formula that is wider than its place break before a relation and, where a side
 * is still too wide, before a plus or minus: both become boxes that the browser puts into lines.
 */
function makeBreakable(container) {
  let row = adaptor.firstChild(container);
  const [only, ...others] = adaptor.childNodes(row);
  if (!others.length && adaptor.kind(only) === "mjx-mstyle") row = only;
  const sides = split(adaptor.childNodes(row), beginsSide).map((side) => {
    const terms = split(side, beginsTerm);
    return terms.length > 1 ? terms.map((term) => box("vae-term", term)) : side;
  });
  if (sides.length === 1 && adaptor.kind(sides[0][0]) !== "span") return;
  adaptor.childNodes(row).length = 0;
  for (const side of sides) adaptor.append(row, box("vae-side", side));
}

const box = (name, nodes) => adaptor.node("span", { class: name }, nodes);

/** The nodes in lists, each of which begins where `begins` says, as far as no bracket is open. */
function split(nodes, begins) {
  const lists = [[]];
  let depth = 0;
  for (const node of nodes) {
    const last = lists.at(-1);
    if (last.length && depth === 0 && begins(node, last.at(-1))) lists.push([]);
    lists.at(-1).push(node);
    depth += Number("([{".includes(sign(node))) - Number(")]}".includes(sign(node)));
  }
  return lists;
}

/** The first character of an operator. */
function sign(node) {
  if (adaptor.kind(node) !== "mjx-mo" || !adaptor.firstChild(node)) return "none";
  const [, code] = /mjx-c([0-9A-F]+)/.exec(adaptor.outerHTML(node)) ?? [, "0"];
  return String.fromCodePoint(parseInt(code, 16));
}

// MathJax notes the space before an operator: 4 is that of a relation, 3 that of a plus or minus.
const spaced = (node, space) =>
  adaptor.kind(node) === "mjx-mo" && adaptor.getAttribute(node, "space") === space;
const beginsTerm = (node) => spaced(node, "3") && "+-\u2212".includes(sign(node));
const beginsSide = (node, before) =>
  (spaced(node, "4") && !"\u2223|\u2212".includes(sign(node)) && !spaced(before, "4")) ||
  adaptor.outerHTML(before).includes('<mjx-mspace style="width: 2em;">');

const html = formulas.map(([tex, display]) => {
  const node = page.convert(tex, { display });
  if (display) makeBreakable(node);
  return adaptor.outerHTML(node);
});
const css = adaptor.textContent(page.outputJax.styleSheet(page)); // of the characters in use
console.log(JSON.stringify({ html, css }));
