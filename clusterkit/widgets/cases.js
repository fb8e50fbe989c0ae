// Cases like mine. Python says of each phrase which clusters agree, differ, or are silent; this puts
// the phrases chosen together, in the order of `nearest`: most agreements first, then fewest differences.
const KINDS = [["industry", "Industry"], ["policy", "Policies there"], ["act", "Who acts"]];
const WORDS_OF = ["agrees", "differs"];

function nearestPlaces(known, asked) {
  const lines = Object.entries(known.places).map(([setting, name]) => {
    const cells = asked.map((phrase) => known.phrases[phrase][setting]?.[0] ?? 2);
    const count = (answer) => cells.filter((one) => one === answer).length;
    return { setting, name, cells, agrees: count(0), differs: count(1) };
  });
  return lines.filter((one) => one.agrees).sort((a, b) => b.agrees - a.agrees || a.differs - b.differs);
}

const plural = (number, one, several) => `${number} ${number === 1 ? one : several}`;

function sentenceOf(known, asked, lines) {
  const all = Object.keys(known.places).length;
  if (!asked.length) return "Nothing is asked yet: add a phrase, of the industry, of a policy, or of who acts.";
  const full = lines.filter((one) => one.agrees === asked.length);
  const rest = lines.length - full.length;
  const some = rest ? ` ${plural(rest, "agrees", "agree")} in some of them.` : "";
  const what = asked.length === 1 ? "what is asked" : `all ${asked.length} phrases`;
  const none = all - lines.length;
  const silent = none ? ` With ${plural(none, "cluster", "clusters")} nothing agrees: what is asked is not said of them, or said otherwise.` : "";
  return `Of ${all} clusters ${full.length || "none"} ${full.length > 1 ? "agree" : "agrees"} in ${what}.${some}${silent}`;
}

function casesTable(known, asked, lines, value) {
  const phrase = (line, at) => {
    const [, hedged, ids] = known.phrases[asked[at]][line.setting] ?? [2, false, []];
    const words = `${safe(asked[at])}${hedged ? " <i>(held possible)</i>" : ""}`;
    if (!ids.length) return `<span class="ck-phrase">${words}</span>`;
    const opened = value[0] === line.setting && value[1] === asked[at];
    return `<button type="button" class="ck-phrase" aria-pressed="${opened}" data-setting="${safe(line.setting)}" data-phrase="${safe(asked[at])}" title="${plural(ids.length, "row", "rows")}">${words}</button>`;
  };
  const cell = (line, answer) => line.cells.map((one, at) => (one === answer ? phrase(line, at) : "")).join("");
  const body = lines.map((line) => `<tr><th scope="row">${safe(line.name)}</th>${[0, 1, 2].map((answer) => `<td data-label="${safe(known.answers[answer])}">${cell(line, answer)}</td>`).join("")}</tr>`).join("");
  return `<table><thead><tr><th scope="col">cluster</th>${known.answers.map((word) => `<th scope="col">${safe(word)}</th>`).join("")}</tr></thead><tbody>${body}</tbody></table>`;
}

// A list to add from by the button beside it or Enter: arrow keys choose in a list before they stop.
function picker(kind, label, known, add) {
  const groups = new Map();
  for (const [of, about, words, phrase, clusters] of known.offered) {
    if (of === kind) groups.set(about, [...(groups.get(about) ?? []), element("option", { value: phrase, textContent: `${words} (${clusters})` })]);
  }
  const inside = [...groups].flatMap(([about, options]) => (about ? [element("optgroup", { label: about }, options)] : options));
  const select = element("select", {}, [element("option", { value: "", textContent: "choose …" }), ...inside]);
  select.dataset.kind = kind;
  const take = () => {
    if (select.value) add(select.value);
    select.value = "";
    select.focus();
  };
  const button = element("button", { type: "button", textContent: "Add", ariaLabel: `Add to the case: ${label}`, onclick: take });
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  return element("div", {}, [element("label", {}, [element("span", { textContent: label }), select]), button]);
}

function render({ model, el }) {
  let known = model.get("known");
  const root = element("div", { className: "ck-cases", role: "group", ariaLabel: known.description });
  const choose = (changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
  };
  const add = (phrase) => choose({ case: [...new Set([...model.get("case"), phrase])], value: [] });
  const pickers = element("div", { className: "ck-pickers" }, KINDS.map(([kind, label]) => picker(kind, label, known, add)));
  const [chips, status, table, code] = ["ck-chips", "ck-sentence", "ck-table", "ck-code"].map((className) => element("div", { className }));
  status.setAttribute("role", "status");
  root.append(pickers, element("p", { className: "ck-hint", textContent: `In brackets: how many clusters agree. ${known.hint} A phrase in the table opens its rows.` }), chips, status, table, code);
  keepKeys(root);
  el.append(root);

  const drawRows = () => {
    const [setting, phrase] = model.get("value");
    for (const one of table.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.setting === setting && one.dataset.phrase === phrase));
    table.querySelector(".ck-open")?.remove();
    const told = phrase && known.phrases[phrase]?.[setting];
    const line = table.querySelector('[aria-pressed="true"]')?.closest("tr");
    if (!told || !line) return;
    const rows = `<p><b>${safe(known.places[setting])}: ${safe(phrase)} ${WORDS_OF[told[0]]}</b>${told[1] ? ", by what is held possible alone" : ""}</p><ul>${told[2].map((id) => rowItem(id, known.rows[id])).join("")}</ul>`;
    line.after(element("tr", { className: "ck-open", innerHTML: `<td colspan="4"><div class="ck-behind" role="status">${rows}</div></td>` }));
  };
  const draw = () => {
    const asked = model.get("case");
    const lines = nearestPlaces(known, asked);
    const focused = document.activeElement?.closest?.(".ck-chip");
    const at = focused && chips.contains(focused) ? [...chips.children].indexOf(focused) : -1;
    chips.replaceChildren(...asked.map((phrase) => element("button", { type: "button", className: "ck-chip", textContent: `${phrase} ×`, ariaLabel: `Take away: ${phrase}`,
      onclick: () => choose({ case: model.get("case").filter((one) => one !== phrase), value: [] }) })));
    if (at >= 0) (chips.children[Math.min(at, chips.children.length - 1)] ?? pickers.querySelector("select")).focus();
    status.textContent = sentenceOf(known, asked, lines);
    table.innerHTML = lines.length ? casesTable(known, asked, lines, model.get("value")) : "";
    code.innerHTML = asked.length ? `In Python: <code>ck.nearest(evidence, "${safe(asked.join(", "))}")</code>` : "";
    drawRows();
  };
  table.addEventListener("click", (event) => {
    const { setting, phrase } = event.target.closest("button")?.dataset ?? {};
    if (!setting) return;
    const again = String(model.get("value")) === String([setting, phrase]);
    choose({ value: again ? [] : [setting, phrase] });
    table.querySelector(".ck-open")?.scrollIntoView({ block: "nearest" });
  });
  model.on("change:known", () => { known = model.get("known"); });
  model.on("change:case", draw);
  model.on("change:value", drawRows);
  draw();
}

export default { render };
