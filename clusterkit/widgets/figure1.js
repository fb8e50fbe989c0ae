// Figure 1, live. Python says what each part stands on; this draws it, and moves in it.
// Nothing about the evidence is computed here, and nothing is loaded from elsewhere.
const HEADS = {
  "effect stated": "M0,-6L13,0L0,6Z",
  "no effect reported": "M0,-6L13,0L0,6Z",
  "effect not stated": "M0,-6L13,0L0,6Z",
  "general claim only": "M0,0L6.5,-6L13,0L6.5,6Z",
  "declared gap": "M1,-6H12V6H1Z",
  "not mentioned": "M4,0a3,3 0 1 1 6,0a3,3 0 1 1 -6,0Z",
};
const HEAD_WORDS = "Arrow heads: filled, an effect is stated; hollow, no row states one, or a 0 is coded; diamond, general claims only; dot, no row. " +
  "Lines: solid, section 4 states it; dashed, optional there; dotted, other sections say it. " +
  "Under an arrow: effect, claims that state an effect at a named place; reported only, claims of a named place that state none; the rest are general claims, or report that no effect came about.";
const STEP_HEADS = ["step", "what", "follows step", "over", "growth", "social conditions", "paragraph"];
let drawings = 0;

function written(texts) {
  return texts.map(([x, y, anchor, style, text]) => `<text x="${x}" y="${y}" text-anchor="${anchor}" class="ck-${style}">${safe(text)}</text>`).join("");
}

// A line, or a curve that its middle point draws aside.
function pathOf([start, ...rest]) {
  return `M${start}${rest.length > 1 ? "Q" : "L"}${rest.join(" ")}`;
}

function rectangle([x, y, width, height], style) {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" class="${style}"/>`;
}

function figureSvg(parts, answer, state, prefix) {
  const order = parts.arrows.map((one) => one.id);
  const shown = new Set(state.reveal.length ? state.reveal : order);
  const boxes = new Set(parts.arrows.filter((one) => shown.has(one.id)).flatMap((one) => one.ends));
  if (!state.reveal.length) for (const box of parts.boxes) boxes.add(box.id);
  const heads = Object.entries(HEADS).map(([standing, path], at) =>
    `<marker id="${prefix}-${at}" viewBox="-1 -7 15 14" refX="13" refY="0" markerWidth="15" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto">` +
    `<path d="${path}" class="${standing === "effect stated" || standing === "not mentioned" ? "ck-filled" : "ck-hollow"}"/></marker>`).join("");
  const headOf = (standing) => `${prefix}-${Object.keys(HEADS).indexOf(standing)}`;
  let drawn = "";
  if (boxes.has("growth")) {
    drawn += `${rectangle(parts.frame, "ck-frame")}${written(parts.frame_texts)}`;
  }
  for (const box of parts.boxes.filter((one) => boxes.has(one.id))) {
    const roles = answer.roles.includes(box.id) ? " ck-role" : "";
    drawn += `<g class="ck-part${roles}" data-id="${box.id}" role="button" tabindex="0" aria-label="${safe(answer.nodes[box.id].name)}">` +
      `${rectangle(box.at, `ck-box ck-${box.status}`)}${written(box.texts)}</g>`;
  }
  for (const arrow of parts.arrows.filter((one) => shown.has(one.id))) {
    const evidence = answer.arrows[arrow.id];
    const [x, y, anchor] = arrow.below;
    const faint = state.thinned && !evidence.rows.length ? " ck-faint" : "";
    const head = arrow.dot ? "" : `marker-end="url(#${headOf(evidence.standing)})"`;
    const dot = arrow.dot ? `<circle cx="${arrow.dot[0]}" cy="${arrow.dot[1]}" r="8" class="${evidence.standing === "effect stated" ? "ck-filled" : "ck-hollow"}"/>` : "";
    const path = pathOf(arrow.points);
    drawn += `<g class="ck-part${faint}" data-id="${arrow.id}" role="button" tabindex="0" aria-label="${safe(evidence.name)}">` +
      `<path d="${path}" class="ck-reach"/><path d="${path}" class="ck-line ck-${arrow.status}" ${head}/>${dot}` +
      `${written(arrow.texts)}${written(evidence.lines.map((line, at) => [x, y + at * 18, anchor, at ? "brief" : "label", line]))}</g>`;
  }
  const over = new Map();
  for (const step of answer.steps) for (const where of step[3].split(" ").slice(0, 1)) over.set(where, [...(over.get(where) ?? []), step[0]]);
  for (const [where, numbers] of over) {
    if (!parts.steps[where]) continue;
    const [x, y] = parts.steps[where];
    const text = numbers.length > 4 ? `${numbers.slice(0, 3).join(" ")} +${numbers.length - 3}` : numbers.join(" ");
    const wide = 12 + text.length * 8.4;
    drawn += `<g class="ck-step" aria-hidden="true"><rect x="${x - wide / 2}" y="${y - 12}" width="${wide}" height="24" rx="12"/>${written([[x, y + 5, "middle", "number", text]])}</g>`;
  }
  return `<svg viewBox="0 0 ${parts.size.join(" ")}" class="ck-figure1" role="group" aria-label="${safe(parts.description)}"><defs>${heads}</defs>${drawn}</svg>`;
}

function arrowTable(parts, answer) {
  const heads = ["arrow", "from", "says", "to", "status", "paragraphs", "rows counted", "claims", "places", "sources", ...parts.stand, "how the evidence stands"];
  const body = Object.entries(parts.table).map(([id, row]) => {
    const { counts, stand, standing } = answer.arrows[id];
    const cells = [...row, ...counts, ...stand, standing].map((one) => `<td>${safe(one)}</td>`).join("");
    return `<tr><th scope="row"><button type="button" data-part="${id}">${id}</button></th>${cells}</tr>`;
  });
  return `<div class="ck-wide"><table><caption>Figure 1 as a table</caption><thead><tr>${heads.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function stepTable(answer) {
  const rows = answer.steps.map(([step, id, , arrow, follows, what, growth, social, paragraph]) =>
    `<tr><td>${step}</td><th scope="row">${safe(what)} <span class="ck-id">${safe(id)}</span></th><td>${safe(follows)}</td><td>${safe(arrow)}</td><td>${safe(growth)}</td><td>${safe(social)}</td><td>${safe(paragraph)}</td></tr>`);
  const heads = STEP_HEADS.map((one) => `<th scope="col">${one}</th>`).join("");
  return `<table><caption>What the paper says of ${safe(answer.names[0])}, in steps (each after what our coding links it to, else in the order of the paper or of our tables; no proof of causes)</caption><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function sideBySide(answer) {
  const [one, other] = answer.names;
  const rows = answer.compared.map(([part, name, how, left, right, ids]) =>
    `<tr><th scope="row">${safe(part)}: ${safe(name)}</th><td>${safe(how)}</td><td>${safe(left) || "not said"}</td><td>${safe(right) || "not said"}</td><td><button type="button" data-rows="${safe(ids.join(" "))}" aria-label="Rows on ${safe(part)}: ${safe(name)}">rows</button></td></tr>`);
  return `<table><caption>${safe(one)} and ${safe(other)}: what they share, what differs, what is not said of one</caption><thead><tr><th scope="col">element</th><th scope="col">comparison</th><th scope="col">${safe(one)}</th><th scope="col">${safe(other)}</th><th scope="col">evidence</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function picker(label, options, value, onchange) {
  const make = ([code, word]) => element("option", { value: code, textContent: word });
  const nodes = options.map(([code, word]) => (Array.isArray(word) ? element("optgroup", { label: code }, word.map(make)) : make([code, word])));
  const select = element("select", { onchange: () => onchange(select.value) }, nodes);
  select.value = value;
  select.setAttribute("aria-label", label);
  return element("label", {}, [`${label} `, select]);
}

function render({ model, el }) {
  const [parts, known] = [model.get("parts"), model.get("known")];
  const prefix = `ck-head-${(drawings += 1)}`;
  const view = { table: false, rows: null, all: false };
  const set = (name, value) => { model.set(name, value); model.save_changes(); };
  const button = (text, title, onclick) => element("button", { type: "button", textContent: text, title, onclick });
  const order = parts.arrows.map((one) => one.id);
  const step = (by) => {
    const now = model.get("reveal").length || (by > 0 ? 0 : order.length);
    const next = Math.min(Math.max(now + by, 1), order.length);
    set("reveal", order.slice(0, next));
  };
  const swap = () => { view.table = !view.table; draw(); tables.focus(); };
  const tables = button("Show as table (T)", "The same as a table; the key T does it too", swap);
  const bar = element("div", { className: "ck-bar" });
  const lecture = element("div", { className: "ck-bar" }, ["Lecture: ", button("Back", "One arrow less", () => step(-1)), button("Next part", "One arrow more, from F1 on", () => step(1)),
    button("All parts", "The whole figure", () => set("reveal", [])), tables]);
  const [drawing, told, rows, below] = ["ck-drawing", "ck-told", "ck-rows", "ck-below"].map((className) => element("div", { className }));
  told.setAttribute("role", "status");
  const open = element("details", { className: "ck-section" }, [element("summary", { textContent: "Points where section 4 can be read in two ways: Paper / Ours / Why" }), element("div", { className: "ck-wide",
    innerHTML: `<table><thead><tr><th scope="col">point</th><th scope="col">Paper</th><th scope="col">Ours</th><th scope="col">Why</th></tr></thead><tbody>${parts.ambiguities.map(([topic, ...cells]) => `<tr><th scope="row">${safe(topic)}</th>${cells.map((one) => `<td>${safe(one)}</td>`).join("")}</tr>`).join("")}</tbody></table>` })]);
  const partsShown = () => [...drawing.querySelectorAll(".ck-part")];
  const followed = makeFollowed(model, partsShown, (one) => partsOf(behind(one.dataset.id)?.rows ?? [], known.rows), ["part", "parts"]);
  const root = element("div", { className: "ck-framework" }, [bar, lecture, followed.line, drawing, element("p", { className: "ck-key", textContent: HEAD_WORDS }), told, rows, below, open]);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", parts.description);
  keepKeys(root);
  el.append(root);

  const tellBar = () => {
    const stories = model.get("answer").stories;
    const none = (word) => ["", word];
    bar.replaceChildren(
      picker("Place", [none("all places"), ...known.places], model.get("place"), (one) => { set("place", one); if (one) followed.follow("place", one); }),
      picker("beside it", [none("no other"), ...known.places], model.get("other"), (one) => set("other", one)),
      picker("Trace", [none(stories.length ? "no story" : "choose a place first"), ...(stories.length ? [["all", "all its stories"]] : []), ...stories], model.get("episode"), (one) => set("episode", one)),
      picker("What involves", [none("any element"), ...known.elements], model.get("element"), (one) => set("element", one)),
      picker("F7", parts.readings, model.get("reading"), (one) => set("reading", one)),
      button("Reset", "The whole figure, all places", () => {
        for (const name of ["selection", "place", "other", "element", "episode"]) model.set(name, "");
        model.set("reading", "wide");
        model.set("reveal", []);
        model.save_changes();
      }));
  };
  const choose = (part) => set("selection", model.get("selection") === part ? "" : part);
  const behind = (part) => model.get("answer").arrows[part] ?? model.get("answer").nodes[part];
  const tell = () => {
    const part = model.get("selection");
    for (const one of drawing.querySelectorAll(".ck-part")) {
      one.classList.toggle("ck-chosen", one.dataset.id === part);
      one.setAttribute("aria-pressed", String(one.dataset.id === part));
    }
    told.textContent = part ? behind(part).name : parts.all;
    const ids = view.rows ?? (part ? behind(part).rows : [...new Set(order.flatMap((one) => behind(one).rows))]);
    const shown = view.all ? ids : ids.slice(0, 12);
    const items = shown.filter((id) => known.rows[id]).map((id) => rowItem(id, known.rows[id])).join("");
    const rest = ids.length > shown.length ? `<button type="button" data-do="all">Show all ${ids.length} rows</button>` : "";
    rows.innerHTML = ids.length ? `<ul tabindex="0" aria-label="Rows behind the choice">${items}</ul>${rest}` : "<p>No row of the evidence.</p>";
  };
  const draw = () => {
    const answer = model.get("answer");
    const kept = root.contains(document.activeElement) && document.activeElement.dataset?.id;
    const state = { reveal: model.get("reveal"), thinned: Boolean(model.get("place") || model.get("element")) };
    drawing.innerHTML = view.table ? arrowTable(parts, answer) : figureSvg(parts, answer, state, prefix);
    tables.textContent = view.table ? "Show as figure (T)" : "Show as table (T)";
    below.innerHTML = (answer.steps.length ? stepTable(answer) : "") + (answer.compared.length ? sideBySide(answer) : "");
    if (kept) drawing.querySelector(`[data-id="${kept}"]`)?.focus();
    tell();
    followed.tell();
  };
  const look = (event) => {
    const part = event.target.closest?.(".ck-part");
    if (part) told.textContent = behind(part.dataset.id).name;
  };
  drawing.addEventListener("pointerover", look);
  drawing.addEventListener("focusin", look);
  drawing.addEventListener("pointerleave", () => tell());
  drawing.addEventListener("click", (event) => {
    const part = event.target.closest(".ck-part")?.dataset.id ?? event.target.dataset.part;
    if (part) choose(part);
  });
  drawing.addEventListener("keydown", (event) => {
    const part = event.target.closest?.(".ck-part");
    if (!part || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    choose(part.dataset.id);
  });
  rows.addEventListener("click", (event) => { if (event.target.dataset?.do === "all") { view.all = true; tell(); } });
  below.addEventListener("click", (event) => {
    if (!event.target.dataset?.rows) return;
    Object.assign(view, { rows: event.target.dataset.rows.split(" "), all: true });
    tell();
    rows.scrollIntoView({ block: "nearest" });
  });
  root.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    swap();
  });
  model.on("change:selection", () => { Object.assign(view, { rows: null, all: false }); tell(); });
  model.on("change:reveal", draw);
  model.on("change:answer", () => { Object.assign(view, { rows: null, all: false }); tellBar(); draw(); });
  tellBar();
  draw();
}

export default { render };
