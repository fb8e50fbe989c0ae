// Findings × second readings. Python says what each reading does to each finding; this draws it,
// and opens the rows of a finding, of a reading, or of what a reading does to a finding.
const HELP = "Arrow keys move among cells; Enter opens what is behind a cell, Escape closes it.";
const BLANK = "same";

function columnOf(one) {
  return one.column === "row" ? "left out" : one.column;
}

function findingsShown(answer, model) {
  const [notebook, changed] = [model.get("notebook"), model.get("changed")];
  return answer.findings.filter((one) => (!notebook || one.notebook === notebook) && (!changed || answer.cells[one.id]));
}

function chartHtml(answer, findings, value) {
  const open = (line, column) => (value[0] === line && value[1] === column ? " ck-opened" : "");
  const firsts = new Set(answer.readings.filter((one, at) => at === 0 || answer.readings[at - 1].table !== one.table).map((one) => one.id));
  const first = (id) => (firsts.has(id) ? " ck-first" : "");
  const heads = answer.readings.map((one) => `<th role="columnheader" scope="col" tabindex="-1" class="ck-cell ck-reading${first(one.id)}${open("", one.id)}" data-line="" data-column="${safe(one.id)}" aria-label="${safe(`${one.id}: ${one.table}, ${columnOf(one)}, ${one.row}`)}"><span>${safe(`${one.table}: ${columnOf(one)}`)} <b>${safe(one.id.replace(/^rdg-/, ""))}</b></span></th>`).join("");
  const line = (one) => {
    const cells = answer.readings.map(({ id }) => {
      const cell = answer.cells[one.id]?.[id];
      return `<td role="gridcell" tabindex="-1" class="ck-cell${first(id)}${cell ? ` ck-${cell.word}` : ""}${open(one.id, id)}" data-line="${one.id}" data-column="${safe(id)}" aria-label="${safe(id)}: ${cell ? cell.word : BLANK}">${cell ? answer.marks[cell.word][0] : ""}</td>`;
    }).join("");
    return `<tr role="row"><th role="rowheader" scope="row" tabindex="-1" class="ck-cell ck-finding${open(one.id, "")}" data-line="${one.id}" data-column="">${safe(one.sentence)} <small>${safe(one.whose)}</small></th>` +
      `<td role="gridcell" class="ck-stands">${safe(one.word)}<br><small>${one.counts.join(" | ")}</small></td>${cells}</tr>`;
  };
  const columns = `<colgroup><col class="ck-wide"><col class="ck-coded">${answer.readings.map(() => "<col class=\"ck-narrow\">").join("")}</colgroup>`;
  return `<table role="grid" aria-label="${safe(answer.headline)}">${columns}<thead><tr role="row"><th role="columnheader" scope="col" class="ck-corner">finding</th><th role="columnheader" scope="col" class="ck-corner">as coded, claims for | against</th>${heads}</tr></thead><tbody>${findings.map(line).join("")}</tbody></table>`;
}

function listOf(answer, ids) {
  return `<ul>${ids.map((id) => (answer.rows[id] ? rowItem(id, answer.rows[id]) : `<li>${safe(answer.gaps[id] ?? "")} <span class="ck-id">${safe(id)}</span></li>`)).join("")}</ul>`;
}

function readingHtml(answer, one) {
  const what = one.column === "row" ? "The whole row can be left out." : `Column ${safe(one.column)}: coded <b>${safe(one.chosen)}</b>, it can be read <b>${safe(one.alternative)}</b>.`;
  return `<p>${safe(one.id)} reads one row otherwise. ${what}</p>${listOf(answer, [one.row])}<p>Why there is a choice: ${safe(one.reason)}</p>`;
}

function behindHtml(answer, [line, column]) {
  const finding = answer.findings.find((one) => one.id === line);
  const reading = answer.readings.find((one) => one.id === column);
  if (finding && reading) {
    const cell = answer.cells[line]?.[column];
    if (!cell) return `<p><b>${safe(finding.sentence)}</b></p><p>${safe(column)} leaves it the same.</p>${readingHtml(answer, reading)}`;
    const counts = `For it ${cell.claims.join(" → ")} claims, ${finding.compares ? "on the other side" : "against it"} ${cell.against.join(" → ")}.`;
    const moved = cell.moved.map(([words, ids]) => `<p>${safe(words)}:</p>${listOf(answer, ids)}`).join("");
    return `<p><b>${safe(finding.sentence)}</b></p><p><b>${safe(column)}: ${safe(cell.word)}.</b> ${counts} It is then ${safe(cell.then)}.</p>${readingHtml(answer, reading)}${moved}`;
  }
  if (reading) {
    const changed = answer.findings.filter((one) => answer.cells[one.id]?.[column]);
    return `${readingHtml(answer, reading)}<p>What it changes:</p><ul>${changed.map((one) => `<li>${safe(one.sentence)} <b>${safe(answer.cells[one.id][column].word)}</b></li>`).join("")}</ul>`;
  }
  const other = finding.compares ? "On the other side" : "Against it";
  const sides = [["For it", finding.for], [other, finding.against]].filter(([, ids]) => ids.length);
  return `<p><b>${safe(finding.sentence)}</b></p><p>${safe(finding.whose)}; ${safe(finding.stands)}.</p>${sides.map(([words, ids]) => `<p>${words}:</p>${listOf(answer, ids)}`).join("")}`;
}

function render({ model, el }) {
  const answer = model.get("answer");
  const legend = Object.values(answer.marks).map(([mark, words]) => `<span><b class="ck-mark">${mark}</b> ${safe(words)}</span>`).join("");
  const root = element("div", { className: "ck-chart", innerHTML: `<p class="ck-headline">${safe(answer.headline)}</p><div class="ck-bar"></div><p class="ck-legend">${legend}<span>blank: the same</span></p>` +
    `<p class="ck-live" role="status">${HELP}</p><p class="ck-wider"></p><div class="ck-scroll" role="region" aria-label="Findings and readings; it scrolls"></div><div class="ck-behind"></div>` });
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", model.get("description"));
  const [bar, live, scroll, behind] = [".ck-bar", ".ck-live", ".ck-scroll", ".ck-behind"].map((name) => root.querySelector(name));
  // Where the chart is wider than its room that is said, since a scroll bar may not show.
  new ResizeObserver(() => {
    const scrolls = (scroll.firstElementChild?.offsetWidth ?? 0) > scroll.clientWidth + 1;
    scroll.classList.toggle("ck-scrolls", scrolls);
    root.querySelector(".ck-wider").textContent = scrolls ? "Wider than its room: scroll sideways for more readings; findings stay at the left." : "";
  }).observe(scroll);
  const view = { focus: ["", answer.readings[0]?.id ?? ""] };
  const choose = (changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
  };
  const options = ["", ...answer.notebooks].map((number) => element("option", { value: number, textContent: number ? `notebook ${number}` : "all notebooks" }));
  const pick = element("select", { ariaLabel: "Findings of", onchange: () => choose({ notebook: pick.value, value: [] }) }, options);
  const box = element("input", { type: "checkbox", onchange: () => choose({ changed: box.checked, value: [] }) });
  bar.append(element("label", {}, ["Findings of ", pick]), element("label", {}, [box, " only those that a reading changes"]));
  keepKeys(root);
  el.append(root);

  const cellAt = ([line, column]) => scroll.querySelector(`.ck-cell[data-line="${CSS.escape(line)}"][data-column="${CSS.escape(column)}"]`);
  const focusOn = (cell) => {
    for (const one of scroll.querySelectorAll('[tabindex="0"]')) one.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
    cell.focus();
  };
  const open = (cell) => {
    const at = [cell.dataset.line, cell.dataset.column];
    const again = String(model.get("value")) === String(at);
    choose({ value: again ? [] : at });
    live.textContent = again ? "Closed." : behind.querySelector("p")?.textContent ?? "";
    if (!again) behind.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const held = scroll.contains(document.activeElement);
    const findings = findingsShown(answer, model);
    const value = model.get("value");
    [pick.value, box.checked] = [model.get("notebook"), model.get("changed")];
    scroll.innerHTML = findings.length ? chartHtml(answer, findings, value) : "<p>No finding is left.</p>";
    behind.innerHTML = value.length ? behindHtml(answer, value) : "<p>Choose a mark for what it changes, a sentence for its rows, or the head of a column for the reading.</p>";
    const cell = cellAt(view.focus) ?? scroll.querySelector(".ck-cell");
    if (held && cell) focusOn(cell);
    else cell?.setAttribute("tabindex", "0");
  };
  const beside = (cell, key) => {
    const rows = [...scroll.querySelectorAll("tr")].map((row) => [...row.querySelectorAll(".ck-cell")]);
    const down = rows.findIndex((row) => row.includes(cell));
    // The head of the lines has no cell above it: columns are counted from the right.
    const across = rows[down].length - rows[down].indexOf(cell);
    const at = (row, place) => rows[row]?.[rows[row].length - place];
    return { ArrowRight: at(down, across - 1), ArrowLeft: at(down, across + 1), ArrowDown: at(down + 1, across), ArrowUp: at(down - 1, across),
      Home: rows[down][0], End: rows[down].at(-1) }[key];
  };
  root.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".ck-cell");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") choose({ value: [] });
    else if (!cell) return;
    else if (/^(Arrow|Home|End)/.test(event.key)) { const next = beside(cell, event.key); if (next) focusOn(next); }
    else if (event.key === "Enter" || event.key === " ") open(cell);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.(".ck-cell");
    if (cell) view.focus = [cell.dataset.line, cell.dataset.column];
  });
  root.addEventListener("click", (event) => {
    const cell = event.target.closest(".ck-cell");
    if (!cell) return;
    focusOn(cell);
    open(cell);
  });
  for (const name of ["notebook", "changed", "value"]) model.on(`change:${name}`, draw);
  draw();
}

export default { render };
