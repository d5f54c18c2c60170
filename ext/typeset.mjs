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
const html = formulas.map(([tex, display]) => adaptor.outerHTML(page.convert(tex, { display })));
const css = adaptor.textContent(page.outputJax.styleSheet(page)); // of the characters in use
console.log(JSON.stringify({ html, css }));
