/*
 * The inside of `vaeAnswerChecker` (see bundle.py): vae_book.answers in MicroPython.
 *
 * Runs in a worker or in the page. No imports and no exports: the function that it ends up in is
 * copied as text. Browsers need WebAssembly and DecompressionStream, which all have since 2023.
 */
const HEAP_BYTES = 4 * 1024 * 1024;
const STACK_BYTES = 16 * 1024;
// The checker refuses more than 600 characters, the desk more than 10,000; of a pasted novel they
// need not see the rest.
const MAX_SENT = { check: 2000, read: 2000, sheet: 4000, derive: 12000 };

const PYTHON = `
import json, sys
sys.path.append("/lib")
from vae_book.answers import Questions, check, read
from vae_book.answers.write.sheet import sheet

with open("/questions.json") as file:
    questions = Questions(json.load(file))

def check_request(request):
    return check(questions[request["question"]], request["text"], request["attempt"])

def read_request(request):
    return read(questions[request["question"]], request["text"])

with open("/sheet.json") as file:
    spec = json.load(file)

def sheet_request(request):
    answers = request["answers"]
    return sheet(questions, answers, spec, request["who"], request["exercises"], formulas)

def formulas(name, text):
    if name not in load_desk():
        return []
    from vae_book.answers.desk.sheet import working
    return working(load_desk()[name], text)

derivations = None

def load_desk():
    global derivations
    from vae_book.answers.desk import load_derivations
    if derivations is None:
        derivations = load_derivations("")
    return derivations

def derive_request(request):
    from vae_book.answers.desk import judge
    return judge(load_desk()[request["question"]], request["text"].split("\\n"))

KINDS = {"check": check_request, "read": read_request, "sheet": sheet_request}
KINDS["derive"] = derive_request

def answer_request(text):
    request = json.loads(text)
    return json.dumps(KINDS[request["kind"]](request))
`;

/**
 * Returns the checker. It starts when it is first asked.
 * @param {{wasm: string, files: Object<string, string>, questions: string, derivations: string,
 *   sheet: string}} payload - The WebAssembly is gzipped and in base64.
 * @param {function(): Promise<function>} loadPython - Gives MicroPython's loader.
 */
// deno-lint-ignore no-unused-vars -- the script that this text becomes a part of calls it
function createChecker(payload, loadPython) {
  let python;

  /** Answers `{kind, question, text, attempt}` or `{kind: "sheet", answers}` (see PYTHON). */
  async function answer(request) {
    python ??= startPython(payload, loadPython);
    const answerRequest = await python;
    return JSON.parse(answerRequest(JSON.stringify(shortened(request))));
  }

  /** Answers the messages of a worker's owner. */
  function serve(scope) {
    scope.onmessage = async ({ data: { number, request } }) => {
      try {
        scope.postMessage({ number, reply: await answer(request) });
      } catch (error) {
        scope.postMessage({ number, error: String(error?.message ?? error) });
      }
    };
  }

  return { answer, serve };
}

async function startPython(payload, loadPython) {
  const url = URL.createObjectURL(await unpack(payload.wasm));
  const loader = await loadPython();
  const python = await loader({ url, heapsize: HEAP_BYTES, pystack: STACK_BYTES });
  URL.revokeObjectURL(url);
  for (const [name, source] of Object.entries(payload.files)) {
    const path = `/lib/vae_book/${name}`;
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, source);
  }
  python.FS.writeFile("/lib/vae_book/__init__.py", "");
  python.FS.writeFile("/questions.json", JSON.stringify(payload.questions));
  python.FS.writeFile("/derivations.json", JSON.stringify(payload.derivations));
  python.FS.writeFile("/sheet.json", JSON.stringify(payload.sheet));
  python.runPython(PYTHON);
  return python.globals.get("answer_request");
}

async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const unpacked = await new Response(stream).arrayBuffer();
  return new Blob([unpacked], { type: "application/wasm" });
}

/** The request with no text longer than the checker needs. */
function shortened(request) {
  const short = (text) => text.slice(0, MAX_SENT[request.kind]);
  if (request.kind !== "sheet") return { ...request, text: short(request.text) };
  const answers = {};
  for (const [name, text] of Object.entries(request.answers)) {
    answers[name] = Array.isArray(text) ? text.map(short) : short(text);
  }
  return { who: {}, exercises: false, ...request, answers };
}
