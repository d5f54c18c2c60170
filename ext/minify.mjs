// Makes scripts short with Terser while the book is built; minify.py starts it with Deno.
// In: texts of scripts; out: the same ones, shorter. That of a figure carries a module and a style.
const source = Deno.readTextFileSync(new URL("vendor/terser/bundle.min.js", import.meta.url));
const terser = {};
new Function("exports", "require", "module", source)(terser, () => ({}), {}); // as CommonJS

const short = async (code, module) => (await terser.minify(code, { module })).code;
const style = (text) => text.replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ");

async function shorter(script) {
  if (!script.startsWith("vaeFigureFile(")) return await short(script, false);
  let name = "";
  let content = { esm: "", css: "" };
  new Function("vaeFigureFile", script)((...given) => ([name, content] = given));
  const { esm, css } = content;
  const held = { esm: await short(esm, true), css: style(css) };
  return `vaeFigureFile(${JSON.stringify(name)},${JSON.stringify(held)});\n`;
}

const scripts = JSON.parse(await new Response(Deno.stdin.readable).text());
const done = [];
for (const script of scripts) {
  try {
    done.push(await shorter(script));
  } catch ({ message, line }) {
    console.error(`${message}, in line ${line} of: ${script.slice(0, 300)}`);
    Deno.exit(1);
  }
}
console.log(JSON.stringify(done));
