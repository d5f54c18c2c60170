// Runs vae_book.answers in MicroPython (WebAssembly) and checks the answers given on stdin.
//
//   node micropython_host.mjs <folder of vae_book/answers>  < cases.json  > results.json
//
// The input is a list of [question, answer] or [derivation, lines]; the output is one object with a list of results
// and the milliseconds that each check took.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const folder = process.argv[2];
const vendor = join(folder, "vendor");
const { loadMicroPython } = await import(pathToFileURL(join(vendor, "micropython.mjs")).href);

const wasm = join(mkdtempSync(join(tmpdir(), "micropython-")), "micropython.wasm");
writeFileSync(wasm, gunzipSync(readFileSync(join(vendor, "micropython.wasm.gz"))));
const python = await loadMicroPython({
  url: wasm,
  heapsize: 4 * 1024 * 1024,
  pystack: 16 * 1024,
  stdout: (line) => process.stderr.write(line + "\n"),
});

const scripts = readdirSync(folder, { encoding: "utf8", recursive: true }).filter((name) =>
  name.endsWith(".py")
);
for (const name of [...scripts, "../finite.py"]) {
  const path = join("/lib/vae_book/answers", name);
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile(path, readFileSync(join(folder, name)));
}
python.FS.writeFile("/lib/vae_book/__init__.py", "");
for (const name of ["questions.json", "derivations.json"]) {
  python.FS.writeFile("/" + name, readFileSync(join(folder, name)));
}

python.runPython(`
import sys, json
sys.path.append("/lib")
from vae_book.answers import Questions, check
from vae_book.answers.desk import judge, load_derivations

with open("/questions.json") as file:
    questions = Questions(json.load(file))

derivations = load_derivations("")

def check_as_json(identifier, answer):
    answer = json.loads(answer)
    if isinstance(answer, list):
        return json.dumps(judge(derivations[identifier], answer))
    return json.dumps(check(questions[identifier], answer))
`);
const check = python.globals.get("check_as_json");

const results = [];
const milliseconds = [];
for (const [question, answer] of JSON.parse(readFileSync(0, "utf8"))) {
  const start = performance.now();
  try {
    results.push(JSON.parse(check(question, JSON.stringify(answer))));
  } catch (error) {
    results.push({ verdict: String(error.message).slice(-200) });
  }
  milliseconds.push(performance.now() - start);
}
process.stdout.write(JSON.stringify({ results, milliseconds }));
