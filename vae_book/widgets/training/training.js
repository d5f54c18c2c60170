/** Train it here. Its class describes its state; bundle.py joins its modules. */
import { button, createNotice, div, download, element, oncePerFrame } from "../page/base.js";
import { formulaFigure } from "../page/formula.js";
import { openArrays } from "../network/arrays.js";
import { createChoices } from "./choices.js";
import { inflated, openSession } from "./client.js";
import { createTerms } from "./curves.js";
import { EXPERIMENTS } from "./experiments.js";
import { D, TRAINING } from "./loss.js";
import { createOwn } from "./own.js";
import { createPrediction, createProgress } from "./panel.js";
import { createPictures } from "./pictures.js";
import { createRuns } from "./runs.js";
import { weightsFile } from "./take.js";
import { judge, outcome } from "./words.js";
// @ts-expect-error: bundle.py hands it over as a text
import worker from "./worker.js";

const SHOWN = [0, 1, 2, 3, 4, 7, 8, 9]; // classes of the digits that are reconstructed

export default formulaFigure("training", build, async ({ model, signal }) => {
  const arrays = openArrays(await inflated(model.get("data")));
  let take = (/** @type {object} */ _message) => {};
  const session = await openSession(worker, (message) => take(message));
  signal?.addEventListener("abort", session.close);
  return { arrays, session, listen: (task) => (take = task) };
});

function build({ state, arrays, session, listen }) {
  const { digits, labels } = arrays;
  const classes = labels.subarray(TRAINING);
  const image = (n) => digits.subarray((TRAINING + n) * D, (TRAINING + n + 1) * D);
  const firstOf = (digit) => classes.indexOf(digit);
  const shown = SHOWN.map(firstOf);
  const images = Uint8Array.from(shown.flatMap((n) => [...image(n)]));
  const start = state.current();
  const wasm = typeof WebAssembly === "object";

  let run = null; // the one that is under way, or untrained
  let news = null; // the last of its pictures
  let begun = 0; // runs, so that news of an earlier one is not taken for this one's
  let experiment = 0;

  const notice = createNotice();
  const runs = createRuns({ classes, images, start, onPick: () => showPrediction() });
  const pictures = createPictures({ classes, images });
  const terms = createTerms();
  const choices = createChoices(state);
  const prediction = createPrediction();
  const progress = createProgress(session.inWorker);
  const own = createOwn({
    ask: (input) => session.send({ do: "encode", image: input }),
    setting: state.current,
    digits: Array.from(
      { length: 10 },
      (_, k) => Float32Array.from(image(firstOf(k)), (level) => level / 255),
    ),
  });

  // --- a run, from its start to its end -------------------------------------------------------
  const begin = () => {
    const setting = state.current();
    begun += 1;
    run = { setting, status: "ready", training: [], validation: [], epochs: 0, last: null };
    news = null;
    session.send({ do: "begin", run: begun, setting, wasm });
    own.again();
  };
  /** The run goes to the list, unless nothing was trained. */
  const close = (status) => {
    if (!run || run.listed || !run.validation.length) return;
    if (run.epochs === 0 && status !== "broken") return;
    Object.assign(run, { status, listed: true, pictures: news });
    runs.add(run);
  };
  const go = () => {
    Object.assign(run, { status: "running", begun: performance.now(), from: run.epochs });
    session.send({ do: "run" });
    state.changed(); // which also says it
  };
  const pause = () => {
    if (run.status !== "running") return;
    run.status = "paused";
    session.send({ do: "pause" });
    state.changed();
  };
  /** The terms that a prediction compares with. */
  const base = () => runs.chosen()[0];
  const predicted = new Set(); // settings that were trained before
  const isNew = () => !predicted.has(JSON.stringify(state.current()));
  const press = () => {
    notice.say("");
    if (run.status === "running") return pause();
    if (run.status === "paused") return go();
    const committed = isNew() ? prediction.given() : null;
    if (isNew() && committed === null) {
      notice.say("Predict first: choose what you expect of the reconstructions and of the KL.");
      return prediction.focus();
    }
    if (run.status !== "ready") begin();
    predicted.add(JSON.stringify(run.setting));
    Object.assign(run, { prediction: committed, base: base()?.last ?? run.last, experiment });
    go();
  };
  const step = () => {
    if (run.status === "running") return pause();
    if (run.listed) begin();
    run.status = "paused";
    session.send({ do: "step" });
    show();
  };

  const messages = {
    news: (message) => {
      news = message;
      run.epochs = message.epochs;
      run.backend = message.backend;
      if (message.validation) {
        run.last = { ...message.validation, epochs: message.epochs };
        run.validation.push(run.last);
        run.base ??= run.last; // the untrained model, unless a run was chosen to compare with
      }
      pictures.show(news);
      show();
    },
    point: (message) => run.training.push(message),
    done: ({ noise }) => {
      run.noise = noise;
      finish("done");
    },
    broken: ({ step, terms }) => {
      run.broken = { step, terms };
      finish("broken");
    },
    encoded: (message) => {
      const { mean, axes } = message;
      pictures.mark(axes.map((unit) => mean[unit]));
      own.show(message);
    },
    weights: (message) =>
      download("vae-weights.npz", weightsFile(message), "application/octet-stream"),
    failed: ({ message }) => {
      notice.say(`The training stopped: ${message}`);
      run.status = "broken";
      show();
    },
  };
  listen((message) => {
    if (message.run === begun) messages[message.kind]?.(message);
    waiting.splice(0).forEach((each) => each(message));
  });
  const waiting = []; // for tests, which ask for the next message of a kind
  const heard = async (kind) => {
    const message = await new Promise((resolve) => waiting.push(resolve));
    return message.kind === kind ? message : heard(kind);
  };
  const finish = (status) => {
    close(status);
    run.status = status;
    own.again();
    state.changed();
  };

  // --- what is seen ---------------------------------------------------------------------------
  const train = button("Train", press);
  train.classList.add("vae-training-go");
  const single = button("One step", step);
  const look = element("p", { class: "vae-training-look", role: "status" });
  const question = element("p", {});
  const tasks = EXPERIMENTS.map(({ name, setting }, k) =>
    button(k === 0 ? name : `${k}. ${name}`, () => {
      experiment = k;
      state.jumpTo({ ...start, ...setting });
      showTask();
    })
  );
  const showTask = () => {
    tasks.forEach((node, k) => node.setAttribute("aria-pressed", String(k === experiment)));
    question.textContent = EXPERIMENTS[experiment].question;
    look.textContent = "";
  };

  const showPrediction = () => {
    prediction.ask(base() ? `run ${runs.numberOf(base())}` : "the untrained model");
    prediction.block.hidden = !isNew();
  };
  const NAMES = { running: "Pause", paused: "Resume" };
  const show = oncePerFrame(() => {
    const { status, epochs } = run;
    train.textContent = NAMES[status] ?? "Train";
    progress.show(run);
    terms.show(run);
    prediction.block.hidden = status === "running" || status === "paused" || !isNew();
    take.disabled = !epochs || status === "broken";
    if (run.listed && EXPERIMENTS[run.experiment]) showVerdict();
  });
  const showVerdict = () => {
    const said = run.prediction ? `${judge(run.prediction, run, run.base)} ` : "";
    const matches = run.experiment === experiment && !isFree();
    look.textContent = said + (matches ? EXPERIMENTS[experiment].look : "");
  };
  /** Whether the choices are no longer those of the experiment. */
  const isFree = () =>
    Object.entries({ ...start, ...EXPERIMENTS[experiment].setting }).some(
      ([name, value]) => !["seed", "epochs"].includes(name) && run.setting[name] !== value,
    );

  const take = button("Take my weights", () => session.send({ do: "weights" }));
  const code = element(
    "pre",
    { tabindex: 0 },
    "from vae_lib.page_weights import load_page_weights\n\n" +
      'vae = load_page_weights("vae-weights.npz")\nvae.sample(10)',
  );
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || run.status !== "running" || !train.isConnected) return;
    pause();
    notice.say("Paused, because the page went into the background. Press Resume to go on.");
  });
  const { reset } = state;
  state.reset = () => {
    experiment = 0;
    close("stopped");
    reset();
    begin();
    showTask();
    state.changed();
  };

  const copy = digits.slice();
  session.send({ do: "load", digits: copy, shown }, [copy.buffer]);
  if (!session.inWorker) {
    notice.say("This browser gives no worker: the training runs in the page, and slows it down.");
  }
  showTask();
  const left = div(
    "vae-training-left",
    div("vae-name", element("strong", {}, "Experiments")),
    div("vae-buttons", ...tasks),
    question,
    div("vae-name", element("strong", {}, "Choices")),
    choices.block,
  );
  const live = div("vae-wide vae-training-live", look, pictures.block, terms.block);
  const section = (title, ...nodes) =>
    element("details", { class: "vae-wide vae-training-group" }, heading(title), ...nodes);
  const draw = section("Give the model a digit of your own", own.block);
  draw.addEventListener("toggle", () => own.paint());
  const away = section(
    "Take the model along",
    element("p", {}, "The weights as a file for numpy, and how vae_lib makes a VAE of them:"),
    div("vae-buttons", take),
    code,
  );
  let before = "";
  return {
    sliders: {},
    controls: [notice.line, prediction.block, ...progress.nodes],
    buttons: [train, single],
    blocks: [left, live, runs.block, draw, away],
    update: (setting) => {
      choices.show(setting);
      const key = JSON.stringify(setting);
      if (key !== before) {
        before = key;
        close("stopped");
        begin();
        showPrediction();
      }
      show();
    },
    describe: () => outcome(run),
    paint: () => {
      pictures.paint();
      runs.paint();
      own.paint();
    },
    hooks: { run: () => run, session, heard },
  };
}

const heading = (title) => element("summary", {}, element("strong", {}, title));
