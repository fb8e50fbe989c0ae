// The mediation explorer. Python answers what the evidence says of the words chosen; this draws it.
// Nothing about the evidence is computed here, and nothing is loaded from elsewhere.
const LABELS = { domain: "Policy domain", instrument: "Instrument", state: "State", level: "Level of origin", influencer: "Set by",
  kind: "Kind of act", mode: "Mode, whoever acts", settings: "Place", countries: "Country", isic: "Industry (ISIC)", episodes: "Story", certainty: "Certainty",
  aim: "Aim", scope: "Made for", beliefs: "Idea behind it", organisation: "Form of acting", outcomes: "What came of it",
  actors: "Said to act", ways: "How they act", years: "Years", unit: "Together", wider: "Wider context" };
const GROUPS = [
  ["The environment", ["domain", "instrument", "state", "level", "influencer", "aim", "scope", "beliefs"]],
  ["The acts", ["kind", "mode", "organisation"]],
  ["Where, and how surely", ["settings", "countries", "isic", "episodes", "certainty"]],
];
const GLYPHS = { "effect stated": "●", "no effect reported": "0", "effect not stated": "○", "general claim only": "◇", "declared gap": "▨", "not mentioned": "·" };
// Effects are shown of what meets the question, and of nothing else at the place.
const EFFECTS_OF = { act: "of the acts and policies that match", story: "of the stories that match", cluster: "of the clusters that match", inherited: "of the clusters that match, by rows of their own" };
const FIRST_LINES = 6; // of a table; the others open by a button
const MOST_STRANDS = 24; // a dozen for each outcome
const FILES = ["svg", "png", "pdf", "csv", "xlsx", "bib"];
const TYPES = { svg: "image/svg+xml", png: "image/png", pdf: "application/pdf", csv: "text/csv", bib: "text/plain",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
let views = 0;

// A list of words of which any number can be ticked; closed it takes one line.
// What says much the same (`alike`: words, codes) can be ticked in one go.
function manyOf(name, label, options, parts, changed, alike = []) {
  const summary = element("summary");
  const tell = () => {
    const words = options.filter(([code]) => (parts()[name] ?? []).includes(code)).map(([, word]) => word);
    summary.innerHTML = `<span class="ck-name">${safe(label)}</span> <span class="ck-value">${safe(words.join(" or ") || "any")}</span>`;
    for (const box of boxes) box.checked = (parts()[name] ?? []).includes(box.value);
    alike.forEach(([, codes], at) => {
      const ticked = codes.filter((code) => (parts()[name] ?? []).includes(code)).length;
      [groups[at].checked, groups[at].indeterminate] = [ticked === codes.length, ticked > 0 && ticked < codes.length];
    });
    details.classList.toggle("ck-set", words.length > 0);
  };
  const boxes = options.map(([code]) => element("input", { type: "checkbox", value: code, onchange: (event) => {
    const now = options.map(([one]) => one).filter((one) =>
      one === code ? event.target.checked : (parts()[name] ?? []).includes(one));
    changed({ [name]: now });
  } }));
  const groups = alike.map(([, codes]) => element("input", { type: "checkbox", onchange: (event) => {
    const now = new Set(parts()[name] ?? []);
    for (const code of codes) now[event.target.checked ? "add" : "delete"](code);
    changed({ [name]: options.map(([code]) => code).filter((code) => now.has(code)) });
  } }));
  const list = element("div", { className: "ck-list", role: "group" }, [
    ...alike.map(([words], at) => element("label", { className: "ck-alike" }, [groups[at], ` ${words}`])),
    ...options.map(([, word], at) => element("label", {}, [boxes[at], ` ${word}`]))]);
  list.setAttribute("aria-label", label);
  const details = element("details", { className: "ck-many" }, [summary, list]);
  details.dataset.part = name;
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  return { node: details, tell };
}

function wayOf(parts, actor) {
  const way = (parts.ways ?? []).find((one) => one.startsWith(`${actor}:`));
  if (way) return way.split(":")[1];
  return (parts.actors ?? []).includes(actor) ? "takes" : "";
}

// How one actor acts: one of the ways, or several as a shared code may ask for.
function wayPicker(actor, word, ways, parts, changed) {
  const select = element("select", { onchange: () => {
    const others = (list) => (list ?? []).filter((one) => one.split(":")[0] !== actor);
    const [actors, ways] = [others(parts().actors), others(parts().ways)];
    if (select.value === "takes") actors.push(actor);
    else if (select.value) ways.push(`${actor}:${select.value}`);
    changed({ actors, ways });
  } }, [["", "any"], ["takes", "in any way"], ...ways].map(([value, text]) => element("option", { value, textContent: text })));
  select.dataset.actor = actor;
  const node = element("label", { className: "ck-way" }, [element("span", { textContent: word }), select]);
  const tell = () => {
    const way = wayOf(parts(), actor);
    if (way && ![...select.options].some((one) => one.value === way)) {
      const words = way.split("+").map((one) => ways.find(([code]) => code === one)?.[1] ?? one);
      select.append(element("option", { value: way, textContent: words.join(" or ") }));
    }
    select.value = way;
    node.classList.toggle("ck-set", select.value !== "");
  };
  return { node, tell };
}

// What came of it: one word for growth, one for social conditions, in stated effects or reported changes.
function outcomePicker(what, options, parts, changed) {
  const name = what === "growth" ? "Growth" : "Social conditions";
  const select = element("select", { onchange: () => {
    const others = (parts().outcomes ?? []).filter((one) => one.split(":")[0] !== what);
    changed({ outcomes: select.value ? [...others, select.value] : others });
  } }, [["", "any"], ...options].map(([value, textContent]) => element("option", { value, textContent })));
  select.dataset.outcome = what;
  const node = element("label", { className: "ck-way" }, [element("span", { textContent: name }), select]);
  const tell = () => {
    select.value = (parts().outcomes ?? []).find((one) => one.split(":")[0] === what) ?? "";
    node.classList.toggle("ck-set", select.value !== "");
  };
  return { node, tell };
}

function unitPicker(units, parts, changed) {
  const select = element("select", { className: "ck-unit", onchange: () => changed({ unit: select.value }) },
    units.map(([value, textContent]) => element("option", { value, textContent })));
  const node = element("label", { className: "ck-together" }, ["All of it ", select]);
  const tell = () => { select.value = parts().unit ?? "act"; node.classList.toggle("ck-set", select.value !== "act"); };
  return { node, tell };
}

function period(words, parts, changed) {
  const [first, last] = words.years;
  const on = element("input", { type: "checkbox", onchange: () => changed({ years: on.checked ? [first, last] : null }) });
  const ends = [0, 1].map((end) => element("input", { type: "range", min: first, max: last, step: 1, oninput: () => {
    const years = ends.map((one) => Number(one.value));
    if (years[0] > years[1]) years[1 - end] = years[end];
    changed({ years });
  } }));
  ends[0].setAttribute("aria-label", "first year");
  ends[1].setAttribute("aria-label", "last year");
  const told = element("output");
  const node = element("div", { className: "ck-period" }, [element("label", {}, [on, " Only dated rows of "]), told, ...ends]);
  const tell = () => {
    const years = parts().years ?? [first, last];
    on.checked = Boolean(parts().years);
    ends.forEach((one, at) => { one.disabled = !on.checked; one.value = years[at]; });
    told.textContent = `${years[0]}–${years[1]}`;
    node.classList.toggle("ck-set", on.checked);
  };
  return { node, tell };
}

function choices(words, parts, changed, replaced) {
  const lists = GROUPS.map(([, names]) => names.map((name) => manyOf(name, LABELS[name], words.parts[name], parts, changed, words.alike[name])));
  const ways = words.actors.map(([actor, word]) => wayPicker(actor, word, words.ways, parts, changed));
  const came = words.came.map(([what, options]) => outcomePicker(what, options, parts, changed));
  const unit = unitPicker(words.units, parts, changed);
  const dates = period(words, parts, changed);
  const wider = element("input", { type: "checkbox", className: "ck-widen", onchange: () => changed({ wider: wider.checked }) });
  const group = (title, children) => element("fieldset", {}, [element("legend", { textContent: title }), ...children]);
  const node = element("form", { className: "ck-choices", onsubmit: (event) => event.preventDefault() }, [
    group(GROUPS[0][0], lists[0].map((one) => one.node)),
    group("Who acts, and how", [...ways.map((one) => one.node),
      element("p", { className: "ck-hint", textContent: "Two set to “jointly”: in one act, together." }), ...lists[1].map((one) => one.node)]),
    group("What came of it", came.map((one) => one.node)),
    unit.node,
    group(GROUPS[2][0], [...lists[2].map((one) => one.node), dates.node,
      element("label", { className: "ck-scope" }, [wider, " Wider context too: countries, industries, Italy, Germany, USA, general claims"])]),
    element("button", { type: "button", className: "ck-reset", textContent: "Reset", title: "Ask for nothing", onclick: () => replaced({ unit: "act", wider: false }, true) })]);
  const all = [...lists.flat(), ...ways, ...came, unit, dates];
  const tell = () => {
    for (const one of all) one.tell();
    wider.checked = Boolean(parts().wider);
  };
  return { node, tell };
}

// Stories that the paper tells, each a card with a line on what is stated of it.
function storyCards(presets, parts, replaced) {
  const cards = presets.map(([name, preset, line]) => element("button", { type: "button", className: "ck-story", onclick: () => replaced(preset) },
    [element("strong", { textContent: name }), element("span", { textContent: line })]));
  const list = element("div", { className: "ck-stories ck-few", role: "group", ariaLabel: "Begin with a story put together from the paper" }, cards);
  const all = `Show all ${cards.length} stories`;
  const more = element("button", { type: "button", textContent: all, onclick: () => {
    more.textContent = list.classList.toggle("ck-few") ? all : "Show fewer stories";
  } });
  const node = element("div", {}, [list, more]);
  const tell = () => cards.forEach((card, at) =>
    card.setAttribute("aria-pressed", String(JSON.stringify(tidy(presets[at][1])) === JSON.stringify(tidy(parts())))));
  return { node, tell };
}

function tidy(parts) {
  const kept = Object.entries(parts).filter(([name, value]) => value && !(name === "unit" && value === "act") && (!Array.isArray(value) || value.length));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function gridTable(known, parts, answer) {
  const inside = new Set(answer.places);
  const cells = new Map();
  for (const [setting, place, growth, conditions, hedged, rows] of known.grids[parts.wider ? 1 : 0]) {
    const key = `${conditions}|${growth}`;
    const chip = `<button type="button" class="ck-chip ${inside.has(setting) ? "ck-inside" : ""}" data-rows="${safe(rows.join(" "))}">${safe(place)}${hedged ? " ?" : ""}</button>`;
    cells.set(key, (cells.get(key) ?? "") + chip);
  }
  const order = known.directions;
  const head = order.map((one) => `<th scope="col">${one}</th>`).join("");
  const body = order.map((row) => `<tr><th scope="row">${row}</th>${order.map((column) =>
    `<td class="${row === "not said" || column === "not said" ? "ck-unsaid" : row === "level only" || column === "level only" ? "ck-level" : ""}">${cells.get(`${row}|${column}`) ?? ""}</td>`).join("")}</tr>`);
  return `<table class="ck-grid"><thead><tr><th scope="col">conditions ↓ growth →</th>${head}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `<p class="ck-key">bold: among the places that match &nbsp; ?: a hedged statement is among those behind it &nbsp; grey: a level without a change, or nothing said</p><p class="ck-key">${safe(known.growth_rule[parts.wider ? 1 : 0])}</p>`;
}

function gapTable(cells, known) {
  const rows = new Map();
  const columns = [...new Set(cells.map((one) => one[1]))];
  for (const [row, column, standing, declared, claims, places, sources, ids] of cells) {
    const name = `${row}, ${column}: ${standing}${declared && standing !== "declared gap" ? ", and a declared gap" : ""}; ${claims} claims, ${places} places, ${sources} sources`;
    const count = claims ? `<small>${claims}·${places}</small>` : "";
    const cell = `<td class="${declared ? "ck-declared" : ""}"><button type="button" class="ck-cell" title="${safe(name)}" aria-label="${safe(name)}" ` +
      `data-rows="${safe(ids.join(" "))}" data-told="${safe(`${name}. ${known.standings[standing]}`)}">${GLYPHS[standing]}${count}</button></td>`;
    rows.set(row, (rows.get(row) ?? "") + cell);
  }
  const head = columns.map((one) => `<th scope="col">${safe(one)}</th>`).join("");
  const body = [...rows].map(([row, html]) => `<tr><th scope="row">${safe(row)}</th>${html}</tr>`).join("");
  return `<table class="ck-gaps"><thead><tr><td></td>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function legend(answer, words) {
  const prefix = "ck-legend";
  const acting = new Set(answer.marks.flatMap((mark) => mark[2].split("+")));
  const actors = Object.keys(words.colours).filter((actor) => acting.has(actor));
  const shape = (actor, certainty, colour) => `<svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><defs>${halves({ [actor]: colour }, prefix + certainty)}</defs>` +
    `<path d="${SHAPES[actor]}" fill="${fillOf(actor, certainty, { [actor]: colour }, prefix + certainty)}" stroke="${colour}" stroke-width="1.5"/></svg>`;
  const ink = "var(--jp-ui-font-color1, #1f1f1f)";
  const shapes = actors.map((actor) => `<li>${shape(actor, "reported", words.colours[actor])} ${actorWord(actor)}</li>`);
  const fills = ["reported", "possible", "argued"].map((one) => `<li>${shape("employers", one, ink)} ${one}</li>`);
  return `<ul class="ck-legend">${shapes.join("")}${fills.join("")}<li>small side by side: act together</li><li>□ framed: wider context</li>${words.own ? "<li>• dotted: your own row</li>" : ""}</ul>`;
}

function render({ model, el }) {
  const [words, known] = [model.get("words"), model.get("known")];
  const prefix = `ck-half-${(views += 1)}`;
  let parts = model.get("asked").parts ?? {};
  let [sent, waiting, wanted] = [0, false, null];
  const view = { table: false, map: "instruments", all: false, chosen: null, told: "" };

  const changed = (some) => replaced({ ...parts, ...some });
  const replaced = (all, reset = false) => {
    if (reset && model.get("pinned")) model.set("pinned", "");
    parts = tidy(all);
    parts.wider = Boolean(all.wider);
    parts.unit = all.unit ?? "act";
    controls.tell();
    cards.tell();
    ask({ parts });
  };
  // One question is under way at a time; of those that come meanwhile only the last is asked.
  const ask = (question) => {
    if (waiting) { wanted = question; return; }
    waiting = true;
    root.setAttribute("aria-busy", "true");
    model.set("asked", { number: (sent = Math.max(sent, 0) + 1), ...question });
    model.save_changes();
  };
  const choose = (rows, told) => {
    const same = view.chosen && view.chosen.join() === rows.join();
    Object.assign(view, { chosen: same ? null : rows, told: same ? "" : told, all: false });
    model.set("selection", view.chosen ?? []);
    model.save_changes();
    tellRows();
    markChosen();
    if (view.chosen) panes.rows.scrollIntoView({ block: "nearest" });
  };

  const pane = (name, attributes = {}) => element("div", { className: `ck-${name}`, ...attributes });
  const panes = { status: pane("status", { role: "status" }), compared: pane("compared"), harvest: pane("figure"), legend: pane("key"), tip: pane("tip"),
    nearest: pane("nearest"), chips: pane("chips"), together: pane("together-pane"), chains: pane("chains"), rows: pane("rows"), flow: pane("figure"), grid: pane("gridpane"), gaps: pane("gappane") };
  const controls = choices(words, () => parts, changed, replaced);
  const cards = storyCards(words.presets, () => parts, replaced);
  const button = (text, title, onclick) => element("button", { type: "button", textContent: text, title, onclick });
  const tables = button("Show as table (T)", "The same as a table; the key T does it too", () => toggleTable());
  const maps = [["instruments", "Instruments × actors"], ["elements", "Places × elements"]].map(([name, text]) => {
    const one = button(text, text, () => { view.map = name; tellGaps(); });
    one.dataset.map = name;
    return one;
  });
  const widen = button("Look in the wider context too", "Countries, industries, Italy, Germany, USA, and general claims", () => changed({ wider: true }));
  const inCluster = button("Show the rows of the cluster", "Ask for all of it in one cluster, not in one act", () => changed({ unit: "cluster" }));
  const pin = button("Pin this to compare", "Keep this configuration; change something, and see what differs", () => {
    model.set("pinned", model.get("pinned") ? "" : model.get("answer").code);
    model.save_changes();
  });
  const code = element("input", { className: "ck-code", type: "text", spellcheck: false });
  code.setAttribute("aria-label", "Code of this configuration; paste another and press Enter");
  code.addEventListener("keydown", (event) => event.key === "Enter" && ask({ code: code.value }));
  const files = FILES.map((one) => button(one === "bib" ? "BibTeX" : one.toUpperCase(), `Save as ${one}`, () => model.send({ export: one })));
  const section = (title, open, children) => {
    const node = element("details", { className: "ck-section", open }, [element("summary", { textContent: title }), ...children]);
    return node;
  };
  const bar = (...children) => element("div", { className: "ck-bar" }, children);
  const answers = element("div", { className: "ck-answers" }, [
    section("Begin with a story that the paper tells", true, [cards.node]),
    panes.chips, panes.status, bar(inCluster, widen, pin, ...files), panes.compared, panes.nearest,
    section("Growth and social conditions together: stated effects", true, [panes.together]),
    section("Chains: policy, who answered it and how, what came of it", true, [panes.chains]),
    section("The rows in words", true, [panes.rows]),
    section("Claim by claim: effects beside the policy and its state", true, [bar(tables), panes.harvest, panes.legend, panes.tip]),
    section("From policy through actors to the effect", false, [panes.flow]),
    section("Growth × conditions, place by place", false, [panes.grid]),
    section("Where evidence is, and where it is not", false, [bar(...maps), panes.gaps]),
    element("label", { className: "ck-handon" }, ["Code to share: ", code])]);
  const root = element("div", { className: "ck-mediation" }, [controls.node, answers]);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Mediation explorer");
  keepKeys(root);
  el.style.containerType = "inline-size"; // columns follow the room that the notebook leaves
  el.append(root);

  const rowOf = (id) => known.rows[id] ?? model.get("answer").full?.[id];
  const rowsOf = (part) => part.dataset.rows.split(" ").filter(Boolean);
  // Of a mark its claim is read, of a strand its name.
  const look = (part) => {
    panes.tip.textContent = part.matches(".ck-mark") ? rowOf(rowsOf(part)[0])?.[0] ?? "" : part.getAttribute("aria-label");
  };
  const marks = () => [...panes.harvest.querySelectorAll(".ck-mark")];
  const followed = makeFollowed(model, marks, (mark) => partsOf(rowsOf(mark), known.rows));
  panes.harvest.before(followed.line);
  const chooseMark = (part) => {
    const place = partsOf(rowsOf(part), known.rows)?.place ?? [];
    if (part.matches(".ck-mark") && place.length === 1 && !part.classList.contains("ck-chosen")) followed.follow("place", place[0]);
    choose(rowsOf(part), part.dataset.told ?? part.getAttribute("aria-label") ?? part.textContent);
  };
  roving(panes.harvest, ".ck-mark", { choose: chooseMark, look });
  roving(panes.flow, ".ck-strand", { choose: chooseMark, look });
  panes.grid.addEventListener("click", (event) => event.target.closest(".ck-chip") && chooseMark(event.target.closest(".ck-chip")));
  panes.gaps.addEventListener("click", (event) => event.target.closest(".ck-cell") && chooseMark(event.target.closest(".ck-cell")));
  root.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    toggleTable();
  });

  // What is folded away is drawn when it is opened.
  const open = (pane) => pane.closest("details").open;
  const firstStop = (pane, selector) => pane.querySelector(selector)?.setAttribute("tabindex", "0");
  const toggleTable = () => { view.table = !view.table; tellHarvest(); tables.focus(); };
  const tellStatus = () => {
    const answer = model.get("answer");
    const problem = answer.problem ? `<p class="ck-problem">${safe(answer.problem)}</p>` : "";
    const where = answer.where ? `<p class="ck-where">${safe(answer.where)}</p>` : "";
    panes.status.innerHTML = `<p class="ck-counts">${safe(answer.counts)}</p>${where}<p>${safe(answer.sentence)} ${safe(answer.made_of)}</p><p class="ck-asked">Asked: ${safe(answer.asked)}.</p>${problem}`;
    widen.hidden = Boolean(parts.wider);
    inCluster.hidden = !answer.where || answer.total > 0 || (parts.unit ?? "act") !== "act" || !answer.sentence.startsWith("No single ");
    if (document.activeElement !== code) code.value = answer.code;
  };
  const tellHarvest = () => {
    const answer = model.get("answer");
    panes.harvest.innerHTML = view.table ? directionTable(answer) : harvestTable(answer, words, prefix);
    panes.legend.innerHTML = view.table ? "" : legend(answer, words);
    tables.textContent = view.table ? "Show as figure (T)" : "Show as table (T)";
    firstStop(panes.harvest, ".ck-mark");
    panes.tip.textContent = answer.total ? "Point at a mark, or move to it with the arrow keys, to read its claim; Enter lists its rows below." : "";
    markChosen();
  };
  const markChosen = () => {
    const chosen = new Set(view.chosen ?? []);
    for (const mark of root.querySelectorAll(".ck-mark, .ck-strand")) {
      const mine = mark.matches(".ck-mark") ? chosen.has(rowsOf(mark)[0]) : chosen.size > 0 && mark.dataset.rows === view.chosen.join(" ");
      mark.classList.toggle("ck-chosen", mine);
      mark.setAttribute("aria-pressed", String(mine));
    }
    followed.tell();
  };
  const tellRows = () => {
    const answer = model.get("answer");
    const ids = view.chosen ?? answer.rows;
    const shown = view.all ? ids : ids.slice(0, 25);
    const items = shown.filter(rowOf).map((id) => rowItem(id, rowOf(id)));
    const total = view.chosen ? ids.length : answer.total;
    const head = view.chosen ? `${safe(view.told)} <button type="button" data-do="back">Back to all rows</button>` : `${total} ${total === 1 ? "row matches" : "rows match"} exactly; a claim can fill several.`;
    const rest = ids.length > shown.length ? `<button type="button" data-do="all">Show all ${ids.length}</button>` : "";
    panes.rows.innerHTML = `<p>${head}</p><ul tabindex="0" aria-label="Rows in words">${items.join("")}</ul>${rest}`;
  };
  panes.rows.addEventListener("click", (event) => {
    const wish = event.target.dataset?.do;
    if (wish === "all") { view.all = true; tellRows(); }
    if (wish === "back") choose(view.chosen, "");
  });
  const tellNearest = () => {
    const { nearest, nearest_of: of } = model.get("answer");
    const near = ([, , agrees, differs]) => `Agree in ${agrees.length} of what is asked, differ in ${differs.length}`;
    const tied = new Map();
    for (const one of nearest) tied.set(near(one), [...(tied.get(near(one)) ?? []), one]);
    const line = ([, place, ...cells]) => `<tr><th scope="row">${safe(place)}</th>${cells.map((cell) => `<td>${safe(cell.join("; ")) || "–"}</td>`).join("")}</tr>`;
    const rows = [...tied].flatMap(([words, some]) => [`<tr class="ck-tie"><th scope="rowgroup" colspan="4">${words}: ${some.length === 1 ? "1 place" : `${some.length} places, equally near`}</th></tr>`, ...some.map(line)]);
    if (of > nearest.length) rows.push(`<tr class="ck-tie"><td colspan="4">${nearest.length} of ${of} places that agree in something are shown; among equally near ones the order says nothing.</td></tr>`);
    panes.nearest.innerHTML = rows.length ? `<table><caption>Nearest places: no match, each said to meet some of what is asked</caption><thead><tr><th scope="col">place</th><th scope="col">agrees</th><th scope="col">differs</th><th scope="col">not said</th></tr></thead><tbody>${rows.join("")}</tbody></table>` : "";
  };
  const linesTable = (heads, lines, caption) => `<div class="ck-wide"><table><caption>${safe(caption)}</caption><thead><tr>${heads.map((one) => `<th scope="col">${one}</th>`).join("")}<th scope="col">rows</th></tr></thead><tbody>` +
    lines.map((line, number) => `<tr${number < FIRST_LINES ? "" : " hidden"}>${line.slice(0, -1).map((one, at) => (at ? `<td>${safe(one)}</td>` : `<th scope="row">${safe(one)}</th>`)).join("")}<td><button type="button" data-rows="${safe(line.at(-1).join(" "))}" aria-label="Rows of ${safe(line[0])}">${line.at(-1).length}</button></td></tr>`).join("") + `</tbody></table></div>${lines.length > FIRST_LINES ? `<button type="button" data-do="more">Show all ${lines.length} lines</button>` : ""}`;
  const tellTables = () => {
    const { together, chains } = model.get("answer");
    const whose = EFFECTS_OF[parts.unit ?? "act"];
    const named = together.some((line) => line[1]);
    panes.together.innerHTML = together.length ? linesTable(["place", ...(named ? ["told of"] : []), "growth", "social conditions", "who acted, and how", "paragraphs"], named ? together : together.map(([place, , ...rest]) => [place, ...rest]), `Effects stated ${whose}; nothing is added up, and what else is stated of the place is left out`) : `<p class="ck-empty">No effect is stated ${whose}.</p>`;
    panes.chains.innerHTML = chains.length ? linesTable(["place", "policy: state", "who: how", "act", "growth", "social conditions", "what followed", "paragraphs"], chains, "Acts that answer a policy, the policy, and what is stated to have come of it") : `<p class="ck-empty">No act among these rows is coded as the answer to a policy.</p>`;
  };
  const chooseLine = (event) => {
    const part = event.target.closest("button[data-rows]");
    if (part) choose(rowsOf(part), part.getAttribute("aria-label"));
    if (event.target.dataset.do !== "more") return;
    const hidden = [...event.currentTarget.querySelectorAll("tr[hidden]")];
    for (const line of hidden) line.hidden = false;
    event.target.remove();
    hidden[0].querySelector("button").focus();
  };
  panes.together.addEventListener("click", chooseLine);
  panes.chains.addEventListener("click", chooseLine);
  // What is chosen, as chips above the answer; a chip takes its choice away.
  const tellChips = () => {
    const named = (name, word) => {
      if (name === "years") return `${parts.years[0]}–${parts.years[1]}`;
      if (name === "ways") { const [actor, way] = word.split(":"); return `${words.actors.find(([code]) => code === actor)?.[1] ?? actor} ${way.split("+").map((one) => words.ways.find(([code]) => code === one)?.[1] ?? one).join(" or ")}`; }
      if (name === "actors") return `${words.actors.find(([code]) => code === word)?.[1] ?? word}: in any way`;
      if (name === "outcomes") return `${word.split(":")[0] === "social" ? "social conditions" : word.split(":")[0]}: ${words.came.flatMap(([, all]) => all).find(([code]) => code === word)?.[1] ?? word.split(":")[1]}`;
      return words.parts[name]?.find(([code]) => code === word)?.[1] ?? word;
    };
    const chips = Object.entries(tidy(parts)).filter(([name]) => !["wider", "unit"].includes(name)).flatMap(([name, cell]) => (name === "years" ? [[name, ""]] : cell.map((word) => [name, word])));
    panes.chips.replaceChildren(...chips.map(([name, word]) => {
      const told = `${LABELS[name]}: ${named(name, word)}`;
      return element("button", { type: "button", className: "ck-chosen-chip", textContent: `${told} ×`, title: `Take away: ${told}`, ariaLabel: `Take away: ${told}`,
        onclick: () => changed({ [name]: name === "years" ? null : parts[name].filter((one) => one !== word) }) });
    }));
  };
  const tellFlow = () => {
    if (!open(panes.flow)) return;
    const { strands } = model.get("answer");
    panes.flow.innerHTML = strands.length > MOST_STRANDS ? `<p class="ck-empty">${strands.length} strands are too many to be read: ask for more, or read the chains above.</p>` : !strands.length ? `<p class="ck-empty">No policy or act matches, so nothing flows.</p>`
      : words.outcomes.map((one) => flowSvg(strands, words, one)).join("") +
        `<p class="ck-hint">A policy stands in the strands of its acts; it has a strand of its own, pale, where it states an effect itself or where none of its acts match.</p>`;
    firstStop(panes.flow, ".ck-strand");
  };
  const tellGrid = () => { panes.grid.innerHTML = open(panes.grid) ? gridTable(known, parts, model.get("answer")) : ""; };
  const tellGaps = () => {
    if (!open(panes.gaps)) return;
    panes.gaps.innerHTML = gapTable(known[view.map], known) + `<p class="ck-key">${Object.entries(GLYPHS).map(([word, glyph]) => `${glyph} ${word}`).join(" &nbsp; ")} &nbsp; hatched: the paper calls the policy or the actor little researched, or asks for its study &nbsp; numbers: claims·places</p>`;
    for (const one of maps) one.setAttribute("aria-pressed", String(one.dataset.map === view.map));
  };
  const namesOf = (ids) => [...new Set(ids.split(", ").filter(rowOf).map((id) => {
    const [sentence, , , , , , matter] = rowOf(id);
    return `${matter} (${sentence.split(":")[0].replace(/^[^,]*, (of )?/, "")})`;
  }))].join("; ");
  const tellCompared = () => {
    const answer = model.get("answer");
    pin.textContent = model.get("pinned") ? "Unpin" : "Pin this to compare";
    pin.setAttribute("aria-pressed", String(Boolean(model.get("pinned"))));
    const rows = (answer.compared ?? []).map(([part, before, now]) => part === "rows"
      ? `<tr><th scope="row">rows only here</th><td>${safe(namesOf(before)) || "none"}</td><td>${safe(namesOf(now)) || "none"}</td></tr>`
      : `<tr><th scope="row">${safe(LABELS[part] ?? part)}</th><td>${safe(before)}</td><td>${safe(now)}</td></tr>`);
    panes.compared.innerHTML = rows.length ? `<table><caption>Compared with what is pinned: what is said of each, not what would have happened</caption><thead><tr><th scope="col"></th><th scope="col">pinned</th><th scope="col">now</th></tr></thead>` +
      `<tbody><tr><th scope="row">evidence</th><td>${safe(answer.pinned_counts)}</td><td>${safe(answer.counts)}</td></tr>${rows.join("")}</tbody></table>` : "";
  };
  const show = () => {
    const start = performance.now();
    Object.assign(view, { chosen: null, told: "", all: false });
    tellStatus(); tellCompared(); tellHarvest(); tellNearest(); tellTables(); tellChips(); tellRows(); tellFlow();
    tellGrid();
    root.dataset.number = model.get("answer").number;
    performance.measure("clusterkit-draw", { start });
  };
  model.on("change:answer", () => {
    const answer = model.get("answer");
    waiting = false;
    root.removeAttribute("aria-busy");
    if (wanted) {
      const next = wanted;
      wanted = null;
      ask(next);
    } else if (!answer.problem && JSON.stringify(tidy(answer.parts)) !== JSON.stringify(tidy(parts))) {
      parts = answer.parts;
      controls.tell();
      cards.tell();
    }
    show();
  });
  model.on("change:pinned", tellCompared);
  model.on("msg:custom", (message, buffers) => {
    if (!message.file) return;
    const kind = TYPES[message.file.split(".").pop()];
    const link = element("a", { href: URL.createObjectURL(new Blob(buffers, { type: kind })), download: message.file });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  panes.flow.closest("details").addEventListener("toggle", () => { tellFlow(); markChosen(); });
  panes.grid.closest("details").addEventListener("toggle", tellGrid);
  panes.gaps.closest("details").addEventListener("toggle", tellGaps);
  controls.tell();
  cards.tell();
  show();
}

export default { render };
