// A model for a widget where there is no kernel: it holds the state, and `answers` responds in the
// page, after the event that asked, as a kernel would.
function makeModel(state, answers = {}) {
  const values = { ...state };
  const listeners = new Map();
  const changed = new Set();
  const tell = (event, ...told) => { for (const one of [...(listeners.get(event) ?? [])]) one(...told); };
  const model = {
    get: (name) => values[name],
    set(name, value) {
      if (JSON.stringify(values[name]) === JSON.stringify(value)) return;
      values[name] = value;
      changed.add(name);
      tell(`change:${name}`);
    },
    save_changes() {
      const names = [...changed];
      changed.clear();
      if (names.length) queueMicrotask(() => { answers.changed?.(model, names); changed.clear(); });
    },
    send: (content) => queueMicrotask(() => answers.sent?.(model, content)),
    on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    off: (event, listener) => listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== listener)),
    tell,
  };
  return model;
}

// What widgets/figure1.py and widgets/mediation.py do when a trait changes or a message comes.
function figure1Answers(engine) {
  const asks = ["place", "other", "element", "episode", "reading"];
  return { changed(model, names) {
    if (!names.some((one) => asks.includes(one))) return;
    if (names.includes("place") && !["", "all"].includes(model.get("episode"))) model.set("episode", "");
    model.set("answer", engine.figure1(...asks.map(model.get)));
  } };
}

function mediationAnswers(engine) {
  const configuration = ({ code, parts }) => (code ? engine.parse(code) : engine.fromParts(parts ?? {}));
  const number = (model) => model.get("asked").number ?? 0;
  return {
    changed(model, names) {
      if (!names.includes("asked") && !names.includes("pinned")) return;
      try {
        const pinned = model.get("pinned");
        const told = engine.answer(configuration(model.get("asked")), pinned ? engine.parse(pinned) : null);
        model.set("answer", { number: number(model), ...told });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        model.set("answer", { ...model.get("answer"), number: number(model), problem: `${error.message}.` });
      }
    },
    sent(model, { export: wanted }) {
      const text = engine.file(engine.fromParts(model.get("answer").parts), wanted);
      if (text !== null) model.tell("msg:custom", { file: `configuration.${wanted}` }, [text]);
    },
  };
}

// Figures and workbooks are written by Python; say so beside the buttons that are off.
function withoutKernel(el) {
  const off = [...el.querySelectorAll("button")].filter((one) => /^Save as (svg|png|pdf|xlsx)$/.test(one.title));
  for (const one of off) Object.assign(one, { disabled: true, title: "Needs Python: save this from the workbench" });
  const note = document.createElement("span");
  note.className = "off";
  note.textContent = "SVG, PNG, PDF and XLSX are written by Python: paste the code below into the workbench to save them.";
  off.at(-1)?.parentElement.append(note);
}

// What is followed in one view of a page is followed in all of them.
function makeFollow() {
  const models = [];
  return (model) => {
    models.push(model);
    model.on("change:chosen", () => { for (const other of models) other.set("chosen", model.get("chosen")); });
  };
}

function comeAlive(widgets) {
  const follow = makeFollow();
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const shared = read("tables");
  const engine = shared.rows ? makeEngine(shared) : null;
  const answers = { figure1: figure1Answers, mediation: mediationAnswers };
  for (const el of document.querySelectorAll("[data-widget]")) {
    const { widget: kind, state: id } = el.dataset;
    const state = read(id);
    if (kind in answers) state.known = { ...state.known, rows: shared.words };
    el.replaceChildren();
    const model = makeModel(state, answers[kind]?.(engine));
    widgets[kind].render({ model, el, shared, follow });
    if ("chosen" in state && kind !== "explorer") follow(model);
    withoutKernel(el);
  }
}
